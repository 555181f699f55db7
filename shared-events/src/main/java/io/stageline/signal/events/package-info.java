/** What can happen to signals: facts that are sent in from outside. */
@NullMarked
package io.stageline.signal.events;

import org.jspecify.annotations.NullMarked;
