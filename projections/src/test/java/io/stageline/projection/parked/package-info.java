@NullMarked
package io.stageline.projection.parked;

import org.jspecify.annotations.NullMarked;
