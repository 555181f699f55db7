/** Whether the log keeps what it promises: every event read, every claim about it checked. */
@NullMarked
package io.stageline.eventlog.verify;

import org.jspecify.annotations.NullMarked;
