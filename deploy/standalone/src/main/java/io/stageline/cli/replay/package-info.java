/** {@code replay}: generations of the read models are built, proven, shown, taken back and dropped, while others work. */
@NullMarked
package io.stageline.cli.replay;

import org.jspecify.annotations.NullMarked;
