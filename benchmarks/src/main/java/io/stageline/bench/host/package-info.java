/** The machine: who uses its processors, and what it is. */
@NullMarked
package io.stageline.bench.host;

import org.jspecify.annotations.NullMarked;
