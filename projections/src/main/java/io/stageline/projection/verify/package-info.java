/** Whether read models are the fold of the log: folded anew into temporary tables, compared there, and repaired. */
@NullMarked
package io.stageline.projection.verify;

import org.jspecify.annotations.NullMarked;
