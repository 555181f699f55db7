/** The link between server and database slowed, silenced, cut and made to lie; and many clients at once upon one thing. */
@NullMarked
package io.stageline.link;

import org.jspecify.annotations.NullMarked;
