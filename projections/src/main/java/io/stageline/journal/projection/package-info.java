/** What is shown of journals and their entries: the grid of today and every line of its past. */
@NullMarked
package io.stageline.journal.projection;

import org.jspecify.annotations.NullMarked;
