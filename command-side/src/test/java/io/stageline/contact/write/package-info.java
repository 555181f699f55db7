@NullMarked
package io.stageline.contact.write;

import org.jspecify.annotations.NullMarked;
