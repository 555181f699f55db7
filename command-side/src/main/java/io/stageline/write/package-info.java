/** How a command is carried out: workers, one retry, remembered answers. */
@NullMarked
package io.stageline.write;

import org.jspecify.annotations.NullMarked;
