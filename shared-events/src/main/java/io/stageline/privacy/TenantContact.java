package io.stageline.privacy;

import java.util.UUID;

/** A contact of a tenant: whose key is meant. */
public record TenantContact(UUID tenant, UUID contact) {}
