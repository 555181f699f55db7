@NullMarked
package io.stageline.alert.query;

import org.jspecify.annotations.NullMarked;
