/** Tests of the grid and of its past. */
@NullMarked
package io.stageline.journal.projection;

import org.jspecify.annotations.NullMarked;
