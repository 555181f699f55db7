/** Personal text in an append-only log: sealed under a key per contact, unreadable once that key is destroyed. */
@NullMarked
package io.stageline.privacy;

import org.jspecify.annotations.NullMarked;
