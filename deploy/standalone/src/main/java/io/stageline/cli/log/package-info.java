/** {@code log}: whether the event log keeps what it promises. */
@NullMarked
package io.stageline.cli.log;

import org.jspecify.annotations.NullMarked;
