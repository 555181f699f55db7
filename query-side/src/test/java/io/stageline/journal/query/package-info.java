@NullMarked
package io.stageline.journal.query;

import org.jspecify.annotations.NullMarked;
