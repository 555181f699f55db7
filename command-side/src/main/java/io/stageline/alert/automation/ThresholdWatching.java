package io.stageline.alert.automation;

import io.stageline.alert.automation.Memory.Sample;
import io.stageline.alert.events.Condition.Threshold;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Watches the newest value. */
record ThresholdWatching(Threshold condition) implements Watching {
    @Override
    public Memory after(Memory memory, Input input) {
        var newest = memory.newest();
        if (input.value() == null || newest != null && newest.at().isAfter(input.occurredAt())) return memory;
        var sample = new Sample(input.occurredAt(), input.value(), false, input.position());
        return Memory.EMPTY.with(sample, input.occurredAt());
    }

    @Override
    public Outlook at(Memory memory, Instant time) {
        var newest = memory.newest();
        if (newest == null) return Outlook.nothing("no signal had a value");
        var holds = condition.is().holds(newest.value(), condition.limit());
        var values = Map.of("value", newest.value(), "limit", condition.limit());
        return Outlook.of(
                holds,
                null,
                List.of(newest),
                values,
                Words.compared("the value", newest.value(), condition.is(), condition.limit(), holds));
    }
}
