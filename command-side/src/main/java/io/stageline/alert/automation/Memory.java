package io.stageline.alert.automation;

import io.stageline.journal.events.Terms;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What a condition remembers of its inputs: bounded, and nothing personal. */
record Memory(
        List<Sample> samples,
        @Nullable Instant begun,
        @Nullable Due due,
        @Nullable Instant lastClosed,
        @Nullable Terms terms,
        boolean fell,
        @Nullable DetectorState detector,
        @Nullable Assessed assessed,
        List<Mark> marks,
        @Nullable Compared compared) {
    static final Memory EMPTY = new Memory(List.of(), null, null, null, null, false, null, null, List.of(), null);

    /** So many inputs are remembered at most; what is older than the oldest of them does not count. */
    static final int MOST = 2_001;

    /** What was written before there were marks has none. */
    Memory {
        marks = marks == null ? List.of() : List.copyOf(marks);
    }

    /** One input in a window. */
    record Sample(Instant at, double value, boolean part, long position) {}

    /** The newest value, and what a detector says of it. */
    record Assessed(Sample sample, Assessment assessment) {}

    /** Something that was begun by the event at a position, is due by a time, and was done at another or not yet. */
    record Due(
            Instant openedAt,
            long openedBy,
            Instant by,
            @Nullable Instant doneAt,
            @Nullable UUID doneBy) {
        boolean isDoneAt(Instant time) {
            return doneAt != null && !doneAt.isAfter(time);
        }

        Due done(@Nullable Instant at, @Nullable UUID by) {
            return new Due(openedAt, openedBy, this.by, at, by);
        }
    }

    /** Something that opens what is waited for, or is that itself, by the event at a position; it may be withdrawn by its id. */
    record Mark(@Nullable UUID eventId, Instant at, long position, boolean closes) {}

    /** Which decision is the newest and which was before it, as that one reads, and the event that made the newest mean what it does. */
    record Compared(
            UUID newest, @Nullable UUID before, @Nullable Terms beforeTerms, long by) {}

    /** With one more sample, in the order of time, without those that occurred before. */
    Memory with(Sample sample, Instant notBefore) {
        var more = new ArrayList<Sample>(samples.size() + 1);
        for (var one : samples) if (!one.at.isBefore(notBefore)) more.add(one);
        var place = more.size();
        while (place > 0 && more.get(place - 1).at.isAfter(sample.at)) place--;
        if (!sample.at.isBefore(notBefore)) more.add(place, sample);
        var kept = more.size() > MOST ? more.subList(more.size() - MOST, more.size()) : more;
        var first = begun == null || sample.at.isBefore(begun) ? sample.at : begun;
        return new Memory(List.copyOf(kept), first, due, lastClosed, terms, fell, detector, assessed, marks, compared);
    }

    Memory with(@Nullable Due due) {
        return new Memory(samples, begun, due, lastClosed, terms, fell, detector, assessed, marks, compared);
    }

    Memory begun(Instant begun) {
        return new Memory(samples, begun, due, lastClosed, terms, fell, detector, assessed, marks, compared);
    }

    Memory closed(@Nullable Instant at) {
        return new Memory(samples, begun, due, at, terms, fell, detector, assessed, marks, compared);
    }

    Memory marked(List<Mark> marks) {
        return new Memory(samples, begun, due, lastClosed, terms, fell, detector, assessed, marks, compared);
    }

    Memory decided(Terms terms, boolean fell, Compared compared) {
        return new Memory(samples, begun, due, lastClosed, terms, fell, detector, assessed, marks, compared);
    }

    Memory assessed(DetectorState detector, Assessed assessed) {
        return new Memory(samples, begun, due, lastClosed, terms, fell, detector, assessed, marks, compared);
    }

    /** The newest sample. */
    @Nullable
    Sample newest() {
        return samples.isEmpty() ? null : samples.get(samples.size() - 1);
    }
}
