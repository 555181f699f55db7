/** What alerts follow by themselves: rules are evaluated over the log, in its order and by its time alone, and detectors watch series of signals. */
@NullMarked
package io.stageline.alert.automation;

import org.jspecify.annotations.NullMarked;
