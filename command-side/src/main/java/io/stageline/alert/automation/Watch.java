package io.stageline.alert.automation;

import io.stageline.journal.events.EntryEvent.EntryAdded;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a rule knows of one fingerprint: what its condition remembers, how far its inputs have come, the episode it is in, and
 * when it must be looked at again though nothing happens.
 */
record Watch(
        Memory memory,
        @Nullable Instant seen,
        @Nullable Instant recordedAt,
        long lastPosition,
        @Nullable UUID lastStream,
        Episode episode,
        @Nullable Instant due) {
    static final Watch NEW = new Watch(Memory.EMPTY, null, null, 0, null, Episode.NONE, null);

    /** Where events come in so much later than they occurred, a history is being brought in, and more of it may follow. */
    private static final Duration HISTORY = Duration.ofMinutes(1);

    /** So long must nothing more of a history come in before time is taken to have passed since. */
    private static final Duration SETTLED = Duration.ofSeconds(60);

    /** An episode: begun by the event at this position, pending since then, raised or not, and calm again since. */
    record Episode(
            long cause,
            @Nullable Instant since,
            @Nullable Instant raisedAt,
            @Nullable Instant calmSince) {
        static final Episode NONE = new Episode(0, null, null, null);

        boolean isRaised() {
            return raisedAt != null;
        }
    }

    /** With one more input. */
    Watch after(Watching watching, Input input) {
        var isLater = seen == null || seen.isBefore(input.occurredAt());
        // A coming into a journal is known by when it was recorded; the history that follows may be older.
        var later = isLater && !(input.entry() instanceof EntryAdded) ? input.occurredAt() : seen;
        return new Watch(
                watching.after(memory, input),
                later,
                input.recordedAt(),
                input.position(),
                input.stream(),
                episode,
                due);
    }

    Watch in(Episode episode, @Nullable Instant due) {
        return new Watch(memory, seen, recordedAt, lastPosition, lastStream, episode, due);
    }

    /** With time seen to have passed. */
    Watch at(Instant time) {
        return new Watch(memory, time, recordedAt, lastPosition, lastStream, episode, due);
    }

    /** From which time of the log on it is to be looked at: when it is due, but not while a history is still coming in. */
    @Nullable
    Instant dueOnClock() {
        if (due == null || recordedAt == null || seen == null) return due;
        var settled = recordedAt.plus(SETTLED);
        var isHistory = seen.plus(HISTORY).isBefore(recordedAt);
        return isHistory && settled.isAfter(due) ? settled : due;
    }
}
