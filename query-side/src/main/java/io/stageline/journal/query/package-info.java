/** How journals and the entries in them are asked for. */
@NullMarked
package io.stageline.journal.query;

import org.jspecify.annotations.NullMarked;
