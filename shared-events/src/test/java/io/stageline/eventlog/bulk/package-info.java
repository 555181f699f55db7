/** Reading whole logs, on a real database. */
@NullMarked
package io.stageline.eventlog.bulk;

import org.jspecify.annotations.NullMarked;
