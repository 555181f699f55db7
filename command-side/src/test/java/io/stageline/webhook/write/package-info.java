/** What may be decided about webhook endpoints. */
@NullMarked
package io.stageline.webhook.write;

import org.jspecify.annotations.NullMarked;
