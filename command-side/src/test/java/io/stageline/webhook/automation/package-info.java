/** What is promised of webhooks, on scripted receivers. */
@NullMarked
package io.stageline.webhook.automation;

import org.jspecify.annotations.NullMarked;
