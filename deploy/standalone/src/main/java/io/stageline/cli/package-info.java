/** The command line: what {@code ./stageline} understands, and the exit code of everything that can go wrong. */
@NullMarked
package io.stageline.cli;

import org.jspecify.annotations.NullMarked;
