/** Tenants and the API keys that are bound to them. */
@NullMarked
package io.stageline.tenant.write;

import org.jspecify.annotations.NullMarked;
