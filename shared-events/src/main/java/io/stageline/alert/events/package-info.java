/** What can happen to alert rules and to alerts. */
@NullMarked
package io.stageline.alert.events;

import org.jspecify.annotations.NullMarked;
