/** How jobs over HTTP are worked off. */
@NullMarked
package io.stageline.projection.admin;

import org.jspecify.annotations.NullMarked;
