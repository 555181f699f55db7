@NullMarked
package io.stageline.signal.write;

import org.jspecify.annotations.NullMarked;
