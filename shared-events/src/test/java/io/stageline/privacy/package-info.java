@NullMarked
package io.stageline.privacy;

import org.jspecify.annotations.NullMarked;
