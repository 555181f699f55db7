/** What can happen to a contact. */
@NullMarked
package io.stageline.contact.events;

import org.jspecify.annotations.NullMarked;
