package io.stageline.alert.automation;

import io.stageline.alert.automation.Memory.Assessed;
import io.stageline.alert.automation.Memory.Sample;
import io.stageline.alert.events.Condition.Comparison;
import io.stageline.alert.events.Evidence;
import java.time.Instant;
import java.util.List;
import java.util.TreeMap;

/** Watches what a detector says of the newest value. */
record DetectorWatching(DetectorMethod method, double score) implements Watching {
    @Override
    public Memory after(Memory memory, Input input) {
        var before = memory.assessed();
        var value = input.value();
        if (value == null || !Double.isFinite(value)) return memory;
        if (before != null && before.sample().at().isAfter(input.occurredAt())) return memory;
        var detector = memory.detector() == null ? method.start() : DetectorMethod.resume(memory.detector());
        var assessment = detector.step(input.occurredAt(), value);
        var sample = new Sample(input.occurredAt(), value, false, input.position());
        return memory.assessed(detector.state(), new Assessed(sample, assessment));
    }

    @Override
    public Outlook at(Memory memory, Instant time) {
        var newest = memory.assessed();
        if (newest == null) return Outlook.nothing("no signal had a value");
        var said = newest.assessment();
        var holds = said.score() >= score;
        var values = new TreeMap<>(said.why().signals());
        values.put("value", newest.sample().value());
        values.put("spread", said.why().spread());
        values.put("limit", score);
        var because = Words.compared("the score", said.score(), Comparison.AT_LEAST, score, holds) + "; expected was "
                + Words.number(said.baseline()) + ", and the value is "
                + Words.number(newest.sample().value());
        var evidence =
                new Evidence(List.of(newest.sample().position()), values, said.baseline(), said.score(), because);
        return new Outlook(holds, null, 0, null, evidence);
    }
}
