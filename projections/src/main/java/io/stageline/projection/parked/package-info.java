/** What cannot be folded is put aside with everything behind it in its stream, so that all other streams go on. */
@NullMarked
package io.stageline.projection.parked;

import org.jspecify.annotations.NullMarked;
