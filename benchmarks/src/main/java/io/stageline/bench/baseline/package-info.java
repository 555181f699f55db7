/** What a normal team would write for the same command, each about a hundred lines and a process of its own. */
@NullMarked
package io.stageline.bench.baseline;

import org.jspecify.annotations.NullMarked;
