/** The measured rows, each the answer to one question. */
@NullMarked
package io.stageline.bench.rows;

import org.jspecify.annotations.NullMarked;
