@NullMarked
package io.stageline.write;

import org.jspecify.annotations.NullMarked;
