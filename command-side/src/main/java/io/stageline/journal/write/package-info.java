/** Who decides about journals and entries: aggregates, rules, and their part of the command API. */
@NullMarked
package io.stageline.journal.write;

import org.jspecify.annotations.NullMarked;
