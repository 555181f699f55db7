/** What every stream of events shares: the stored name of a type, and text that is kept sealed. */
@NullMarked
package io.stageline.events;

import org.jspecify.annotations.NullMarked;
