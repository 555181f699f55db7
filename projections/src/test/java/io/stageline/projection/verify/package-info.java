/** Tests of proofs, of reconciliation and of repair. */
@NullMarked
package io.stageline.projection.verify;

import org.jspecify.annotations.NullMarked;
