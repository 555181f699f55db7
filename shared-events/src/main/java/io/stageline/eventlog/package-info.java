/** The event log: every event of every tenant in commit order, at positions without gaps. */
@NullMarked
package io.stageline.eventlog;

import org.jspecify.annotations.NullMarked;
