/** How it runs: one process with its embedded PostgreSQL, from the locked data directory to the drained stop. */
@NullMarked
package io.stageline.standalone;

import org.jspecify.annotations.NullMarked;
