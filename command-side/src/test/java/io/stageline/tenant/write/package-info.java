@NullMarked
package io.stageline.tenant.write;

import org.jspecify.annotations.NullMarked;
