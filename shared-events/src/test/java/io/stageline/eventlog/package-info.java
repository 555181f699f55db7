@NullMarked
package io.stageline.eventlog;

import org.jspecify.annotations.NullMarked;
