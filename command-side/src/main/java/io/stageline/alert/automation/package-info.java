/** What watches over signals and journals: rules are evaluated over the log, in its order and by its time alone. */
@NullMarked
package io.stageline.alert.automation;

import org.jspecify.annotations.NullMarked;
