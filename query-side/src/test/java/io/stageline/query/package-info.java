@NullMarked
package io.stageline.query;

import org.jspecify.annotations.NullMarked;
