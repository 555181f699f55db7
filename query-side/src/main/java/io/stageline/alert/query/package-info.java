/** How alert rules and alerts are asked for. */
@NullMarked
package io.stageline.alert.query;

import org.jspecify.annotations.NullMarked;
