package io.stageline.bench.frame;

import java.time.Duration;

/** How long and how often. */
public record Plan(int rounds, Duration turn, Duration warmUp) {}
