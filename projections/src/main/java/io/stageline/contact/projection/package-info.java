/** What is shown of contacts: one row each, empty once the contact is erased. */
@NullMarked
package io.stageline.contact.projection;

import org.jspecify.annotations.NullMarked;
