/** The named limits: what the same PostgreSQL does when nothing stands between it and its own client. */
@NullMarked
package io.stageline.bench.database;

import org.jspecify.annotations.NullMarked;
