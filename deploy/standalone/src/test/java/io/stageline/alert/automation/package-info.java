@NullMarked
package io.stageline.alert.automation;

import org.jspecify.annotations.NullMarked;
