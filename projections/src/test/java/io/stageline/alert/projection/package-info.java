@NullMarked
package io.stageline.alert.projection;

import org.jspecify.annotations.NullMarked;
