/** Who decides about webhook endpoints: the aggregate, its commands and their routes. */
@NullMarked
package io.stageline.webhook.write;

import org.jspecify.annotations.NullMarked;
