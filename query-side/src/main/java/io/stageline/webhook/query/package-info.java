/** How webhook endpoints, their messages and deliveries are asked for. */
@NullMarked
package io.stageline.webhook.query;

import org.jspecify.annotations.NullMarked;
