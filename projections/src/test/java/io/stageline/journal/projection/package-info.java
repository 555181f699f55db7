/** Tests of the grid, the timeline and the decision history. */
@NullMarked
package io.stageline.journal.projection;

import org.jspecify.annotations.NullMarked;
