/** How both APIs greet a caller: authentication, strict JSON, strict parameters, problem details, correlation. */
@NullMarked
package io.stageline.http;

import org.jspecify.annotations.NullMarked;
