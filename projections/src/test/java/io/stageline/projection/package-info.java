/** Tests of what every projection stands on, and the stories that all of them are told. */
@NullMarked
package io.stageline.projection;

import org.jspecify.annotations.NullMarked;
