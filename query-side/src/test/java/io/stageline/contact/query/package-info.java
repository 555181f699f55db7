@NullMarked
package io.stageline.contact.query;

import org.jspecify.annotations.NullMarked;
