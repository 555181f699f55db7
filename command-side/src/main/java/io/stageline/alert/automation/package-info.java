/** What alerts follow by themselves: detectors that watch one series of signals each. */
@NullMarked
package io.stageline.alert.automation;

import org.jspecify.annotations.NullMarked;
