/** What can happen to a webhook endpoint, and the types of message that one may ask for. */
@NullMarked
package io.stageline.webhook.events;

import org.jspecify.annotations.NullMarked;
