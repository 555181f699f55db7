package io.stageline.alert.automation;

import static io.stageline.alert.events.Condition.Comparison.ABOVE;
import static io.stageline.alert.events.Condition.Comparison.AT_LEAST;

import io.stageline.alert.automation.Memory.Sample;
import io.stageline.alert.events.Condition.Count;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Watches how many inputs occurred within the time before now; what is too few can be told only once that time has passed. */
record CountWatching(Count condition) implements Watching {
    @Override
    public Memory after(Memory memory, Input input) {
        var newest = memory.newest();
        var now = newest != null && newest.at().isAfter(input.occurredAt()) ? newest.at() : input.occurredAt();
        var sample = new Sample(input.occurredAt(), 1, false, input.position());
        return memory.with(sample, now.minus(condition.window()));
    }

    @Override
    public Outlook at(Memory memory, Instant time) {
        var since = time.minus(condition.window());
        var inside = memory.samples().stream()
                .filter(sample -> sample.at().isAfter(since) && !sample.at().isAfter(time))
                .toList();
        var known = isSoonKnown() || memory.begun() != null && !memory.begun().isAfter(since);
        var holds = known && condition.is().holds(inside.size(), condition.count());
        var because = known
                ? Words.compared("the count", inside.size(), condition.is(), condition.count(), holds)
                : "the first time to count has not passed yet";
        var next = known ? leaves(inside.isEmpty() ? null : inside.get(0)) : full(memory);
        var values = Map.of("count", (double) inside.size(), "limit", (double) condition.count());
        return Outlook.of(holds, next, inside, values, because);
    }

    private boolean isSoonKnown() {
        return condition.is() == ABOVE || condition.is() == AT_LEAST;
    }

    private @Nullable Instant leaves(@Nullable Sample oldest) {
        return oldest == null ? null : oldest.at().plus(condition.window());
    }

    private @Nullable Instant full(Memory memory) {
        return memory.begun() == null ? null : memory.begun().plus(condition.window());
    }
}
