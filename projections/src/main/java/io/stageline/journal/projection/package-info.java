/** What is shown of journals and their entries: the grid, the timeline and the decision history. */
@NullMarked
package io.stageline.journal.projection;

import org.jspecify.annotations.NullMarked;
