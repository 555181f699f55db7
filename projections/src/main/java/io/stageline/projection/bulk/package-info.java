/** How a generation is built from the whole log: read ahead, folded in memory, copied in, and gone on with after any end. */
@NullMarked
package io.stageline.projection.bulk;

import org.jspecify.annotations.NullMarked;
