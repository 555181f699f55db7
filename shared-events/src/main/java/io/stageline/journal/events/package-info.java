/** What can happen to a journal and to the entries in it. */
@NullMarked
package io.stageline.journal.events;

import org.jspecify.annotations.NullMarked;
