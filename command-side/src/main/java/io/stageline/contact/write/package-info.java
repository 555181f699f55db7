/** Who decides about contacts, and how their personal data stays erasable. */
@NullMarked
package io.stageline.contact.write;

import org.jspecify.annotations.NullMarked;
