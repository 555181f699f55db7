package io.stageline.alert.automation;

import io.stageline.alert.automation.Memory.Sample;
import io.stageline.alert.events.Condition.RateOfChange;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/** Watches how fast the value changes from the oldest to the newest within the time. */
record RateWatching(RateOfChange condition) implements Watching {
    private static final double HOUR = Duration.ofHours(1).toNanos();

    @Override
    public Memory after(Memory memory, Input input) {
        if (input.value() == null) return memory;
        var newest = memory.newest();
        var now = newest != null && newest.at().isAfter(input.occurredAt()) ? newest.at() : input.occurredAt();
        var sample = new Sample(input.occurredAt(), input.value(), false, input.position());
        return memory.with(sample, now.minus(condition.over()));
    }

    @Override
    public Outlook at(Memory memory, Instant time) {
        var samples = memory.samples();
        if (samples.size() < 2) return Outlook.nothing("there are not two values within the time yet");
        var from = samples.get(0);
        var to = samples.get(samples.size() - 1);
        if (!to.at().isAfter(from.at())) return Outlook.nothing("there are not two values at different times yet");
        var rate = (to.value() - from.value())
                / (Duration.between(from.at(), to.at()).toNanos() / HOUR);
        var holds = condition.is().holds(rate, condition.perHour());
        var values = Map.of("from", from.value(), "to", to.value(), "perHour", rate, "limit", condition.perHour());
        var because = Words.compared("the change per hour", rate, condition.is(), condition.perHour(), holds);
        return Outlook.of(holds, null, samples, values, because);
    }
}
