/** How every question is put to the read models: as one tenant, in one read-only transaction, page by page. */
@NullMarked
package io.stageline.query;

import org.jspecify.annotations.NullMarked;
