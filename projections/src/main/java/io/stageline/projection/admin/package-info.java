/** How administrators rebuild what their tenant is shown, over HTTP: jobs, generations and dead letters. */
@NullMarked
package io.stageline.projection.admin;

import org.jspecify.annotations.NullMarked;
