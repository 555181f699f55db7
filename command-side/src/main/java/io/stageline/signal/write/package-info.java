/** How signals come in: what is a signal, what of it is sealed, and that each is recorded once. */
@NullMarked
package io.stageline.signal.write;

import org.jspecify.annotations.NullMarked;
