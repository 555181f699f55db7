package io.stageline.alert.events;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a finding rests on: the positions of its inputs (the newest 20 at most), the numbers made of them, and a sentence. Nothing personal. */
public record Evidence(
        List<Long> inputs,
        Map<String, Double> values,
        @Nullable Double baseline,
        @Nullable Double score,
        String because) {}
