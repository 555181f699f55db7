/** How generations are built in bulk, on a real database. */
@NullMarked
package io.stageline.projection.bulk;

import org.jspecify.annotations.NullMarked;
