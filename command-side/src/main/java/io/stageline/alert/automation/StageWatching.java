package io.stageline.alert.automation;

import io.stageline.alert.automation.Memory.Due;
import io.stageline.alert.automation.Memory.Mark;
import io.stageline.alert.events.Condition.StageNotReached;
import io.stageline.journal.events.EntryEvent;
import io.stageline.journal.events.EntryEvent.EntryAdded;
import io.stageline.journal.events.EntryEvent.EntryRemoved;
import io.stageline.journal.events.EntryEvent.StageRecorded;
import io.stageline.journal.events.EntryEvent.StageWithdrawn;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Watches that an entry reaches a stage in time. The first opening and the first reaching count that nobody has withdrawn. */
record StageWatching(StageNotReached condition) implements DueWatching {
    /** So many openings, and so many reachings, are remembered at most: the first ones. */
    private static final int MOST = 50;

    @Override
    public Memory after(Memory memory, Input input) {
        EntryEvent event = Objects.requireNonNull(input.entry());
        if (event instanceof EntryRemoved) return memory.with((Due) null).marked(List.of());
        if (event instanceof StageWithdrawn withdrawn) return withdrawn(memory, withdrawn, input.position());
        var mark = mark(memory, input, event);
        if (mark == null) return memory;
        var marks = with(marks(memory), mark);
        return memory.marked(marks).with(due(marks, memory.due()));
    }

    private @Nullable Mark mark(Memory memory, Input input, EntryEvent event) {
        if (event instanceof EntryAdded && condition.after() == null)
            return new Mark(null, input.occurredAt(), input.position(), false);
        if (!(event instanceof StageRecorded stage)) return null;
        var closes = stage.stage().equals(condition.stage());
        // A history that is brought in later tells that the entry is older than its coming into the journal.
        var opens =
                condition.after() == null ? memory.due() != null : stage.stage().equals(condition.after());
        return closes || opens ? new Mark(stage.eventId(), stage.occurredAt(), input.position(), closes) : null;
    }

    private static List<Mark> with(List<Mark> marks, Mark mark) {
        var more = new ArrayList<>(marks);
        more.add(mark);
        more.sort(Comparator.comparing(Mark::at));
        return Stream.concat(
                        more.stream().filter(Mark::closes).limit(MOST),
                        more.stream().filter(one -> !one.closes()).limit(MOST))
                .toList();
    }

    /** Who came into the journal earlier than was known began to be waited for then, and by the same event. */
    private @Nullable Due due(List<Mark> marks, @Nullable Due before) {
        var opening = first(marks, false);
        if (opening == null) return null;
        var reaching = first(marks, true);
        return new Due(
                opening.at(),
                before == null ? opening.position() : before.openedBy(),
                opening.at().plus(Duration.ofDays(condition.days())),
                reaching == null ? null : reaching.at(),
                reaching == null ? null : reaching.eventId());
    }

    private static @Nullable Mark first(List<Mark> marks, boolean closes) {
        return marks.stream()
                .filter(mark -> mark.closes() == closes)
                .findFirst()
                .orElse(null);
    }

    /** What is waited for anew because something was withdrawn is another episode, begun by the withdrawal. */
    private Memory withdrawn(Memory memory, StageWithdrawn withdrawn, long position) {
        var before = memory.due();
        var left = marks(memory).stream()
                .filter(mark -> !withdrawn.stageEventId().equals(mark.eventId()))
                .toList();
        var due = due(left, before);
        var anew = due == null || due.equals(before)
                ? due
                : new Due(due.openedAt(), position, due.by(), due.doneAt(), due.doneBy());
        return memory.marked(left).with(anew);
    }

    /** What was remembered before there were marks is what it came to. */
    private static List<Mark> marks(Memory memory) {
        if (!memory.marks().isEmpty()) return memory.marks();
        var due = memory.due();
        var closed = due == null ? memory.lastClosed() : due.doneAt();
        var opening = due == null ? null : new Mark(null, due.openedAt(), due.openedBy(), false);
        var reaching = closed == null ? null : new Mark(due == null ? null : due.doneBy(), closed, 0, true);
        return Stream.of(reaching, opening).filter(Objects::nonNull).toList();
    }
}
