/** Load over HTTP and over JDBC, cheap enough to share two cores with what it drives. */
@NullMarked
package io.stageline.bench.load;

import org.jspecify.annotations.NullMarked;
