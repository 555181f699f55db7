/** Who decides about alert rules and alerts: aggregates, their commands, what a rule may say, and the command API. */
@NullMarked
package io.stageline.alert.write;

import org.jspecify.annotations.NullMarked;
