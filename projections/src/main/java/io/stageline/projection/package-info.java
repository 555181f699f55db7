/** What every projection stands on: folds, generations of tables, and the processors that feed them exactly once. */
@NullMarked
package io.stageline.projection;

import org.jspecify.annotations.NullMarked;
