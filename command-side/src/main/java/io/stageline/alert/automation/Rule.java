package io.stageline.alert.automation;

import io.stageline.alert.events.RuleText;
import java.util.UUID;

/** A rule in force: its newest text, and the position since which it watches for the same. */
record Rule(UUID tenant, UUID ruleId, int revision, long since, RuleText text) {}
