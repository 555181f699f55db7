/** What is shown of alert rules and alerts: one row each, every revision of a rule and every step of an alert. */
@NullMarked
package io.stageline.alert.projection;

import org.jspecify.annotations.NullMarked;
