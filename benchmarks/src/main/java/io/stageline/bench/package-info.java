/** How fast it is: each row runs its two sides in turn, in one run, on the same machine. */
@NullMarked
package io.stageline.bench;

import org.jspecify.annotations.NullMarked;
