/** What follows from events for webhook endpoints: their messages are queued and delivered. Nothing here is ever replayed. */
@NullMarked
package io.stageline.webhook.automation;

import org.jspecify.annotations.NullMarked;
