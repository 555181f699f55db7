/** The rules that events carry with them, told by examples. */
@NullMarked
package io.stageline.journal.events;

import org.jspecify.annotations.NullMarked;
