@NullMarked
package io.stageline.http;

import org.jspecify.annotations.NullMarked;
