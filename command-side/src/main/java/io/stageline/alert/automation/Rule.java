package io.stageline.alert.automation;

import io.stageline.alert.events.RuleText;
import java.util.UUID;

/** A rule in force: its newest text, and since which of its revisions it watches for the same. */
record Rule(UUID tenant, UUID ruleId, int revision, int since, RuleText text) {}
