/** Batches of commands on their way to {@code /v1/batch}: written, sent several at a time, sent again, counted. */
@NullMarked
package io.stageline.cli.batch;

import org.jspecify.annotations.NullMarked;
