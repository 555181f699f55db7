/** How rows are run and compared: two sides in turn, a ratio a round, the median and the range of all. */
@NullMarked
package io.stageline.bench.frame;

import org.jspecify.annotations.NullMarked;
