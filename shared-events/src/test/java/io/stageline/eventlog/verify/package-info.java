@NullMarked
package io.stageline.eventlog.verify;

import org.jspecify.annotations.NullMarked;
