@NullMarked
package io.stageline.journal.write;

import org.jspecify.annotations.NullMarked;
