@NullMarked
package io.stageline.alert.write;

import org.jspecify.annotations.NullMarked;
