package io.stageline.webhook.automation;

import java.time.Duration;
import java.util.Map;

/** One request to a receiver. */
public record Attempt(Receiver receiver, Map<String, String> headers, String body, Duration timeout) {}
