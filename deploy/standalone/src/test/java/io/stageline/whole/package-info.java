/** The whole process, tested as its users meet it: over HTTP, with its own database, killed and started again. */
@NullMarked
package io.stageline.whole;

import org.jspecify.annotations.NullMarked;
