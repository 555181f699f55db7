package io.stageline.projection;

import io.stageline.eventlog.Recorded;

/** One step of a fold: an event that was folded for the first time, and the row right after it. */
public record Passed<R>(Recorded recorded, R after) {}
