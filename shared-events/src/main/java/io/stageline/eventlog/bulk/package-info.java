/** Reading a whole log as fast as the database gives it: binary COPY on several connections, decoded side by side. */
@NullMarked
package io.stageline.eventlog.bulk;

import org.jspecify.annotations.NullMarked;
