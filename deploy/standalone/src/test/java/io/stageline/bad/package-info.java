/** Bad input to every route that is served (QUALITY 4), from a table and at random. */
@NullMarked
package io.stageline.bad;

import org.jspecify.annotations.NullMarked;
