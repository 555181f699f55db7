package io.stageline.webhook.automation;

import java.util.UUID;

/** An endpoint of a tenant. */
public record EndpointKey(UUID tenant, UUID endpoint) {}
