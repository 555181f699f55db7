package io.stageline.alert.automation;

import io.stageline.alert.automation.Memory.Sample;
import io.stageline.alert.events.Condition.Comparison;
import io.stageline.alert.events.Condition.Share;
import io.stageline.alert.events.Condition.SkipRate;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/** Watches which share of the inputs within the time before now is of a kind. */
record ShareWatching(Duration window, int atLeast, Comparison is, double share) implements Watching {
    static ShareWatching of(Share condition) {
        return new ShareWatching(condition.window(), condition.atLeast(), condition.is(), condition.share());
    }

    static ShareWatching of(SkipRate condition) {
        return new ShareWatching(condition.window(), condition.atLeast(), condition.is(), condition.share());
    }

    @Override
    public Memory after(Memory memory, Input input) {
        var newest = memory.newest();
        var now = newest != null && newest.at().isAfter(input.occurredAt()) ? newest.at() : input.occurredAt();
        var sample = new Sample(input.occurredAt(), 1, input.part(), input.position());
        return memory.with(sample, now.minus(window));
    }

    @Override
    public Outlook at(Memory memory, Instant time) {
        var since = time.minus(window);
        var inside = memory.samples().stream()
                .filter(sample -> sample.at().isAfter(since) && !sample.at().isAfter(time))
                .toList();
        var next = inside.isEmpty() ? null : inside.get(0).at().plus(window);
        var part = inside.stream().filter(Sample::part).count();
        var values = Map.of("of", (double) inside.size(), "part", (double) part, "limit", share);
        if (inside.isEmpty() || inside.size() < atLeast) {
            var because = "there are " + inside.size() + " within the time, fewer than " + atLeast;
            return Outlook.of(false, next, inside, values, because);
        }
        var measured = (double) part / inside.size();
        var holds = is.holds(measured, share);
        return Outlook.of(holds, next, inside, values, Words.compared("the share", measured, is, share, holds));
    }
}
