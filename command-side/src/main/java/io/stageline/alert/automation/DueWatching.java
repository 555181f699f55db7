package io.stageline.alert.automation;

import io.stageline.alert.automation.Memory.Due;
import io.stageline.alert.events.Evidence;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Watches something that is to be done by a time: the condition holds after that time for as long as it is not done. */
interface DueWatching extends Watching {
    @Override
    default Outlook at(Memory memory, Instant time) {
        var due = memory.due();
        if (due == null) return Outlook.nothing("nothing is due");
        var holds = !time.isBefore(due.by()) && !due.isDoneAt(time) && !isDoneInTime(due);
        var next = time.isBefore(due.by()) ? due.by() : due.doneAt();
        return new Outlook(holds, next, due.openedBy(), due.doneAt(), evidence(due, holds));
    }

    /** What was done at the very time by which it was due was done in time. */
    private static boolean isDoneInTime(Due due) {
        return due.doneAt() != null && !due.doneAt().isAfter(due.by());
    }

    private static Evidence evidence(Due due, boolean holds) {
        var because = (due.doneAt() == null ? "not done" : "done at " + due.doneAt()) + ", due by " + due.by()
                + (holds ? "" : ": not overdue");
        return new Evidence(List.of(due.openedBy()), Map.of(), null, null, because);
    }

    /** It matters from when it occurred, however late it comes. */
    @Override
    default Instant changesFrom(Input input, Instant now) {
        return input.occurredAt();
    }

    /** What was done already when it was opened, as told by events that came in before. */
    static @Nullable Instant doneSince(@Nullable Instant lastClosed, Instant openedAt) {
        return lastClosed == null || lastClosed.isBefore(openedAt) ? null : lastClosed;
    }
}
