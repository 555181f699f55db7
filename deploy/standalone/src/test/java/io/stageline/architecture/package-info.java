/** Rules of the whole house, each with its reason. */
@NullMarked
package io.stageline.architecture;

import org.jspecify.annotations.NullMarked;
