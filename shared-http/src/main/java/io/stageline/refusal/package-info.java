/** What the system says when it does not do what it was asked: a code for machines, a sentence for people. */
@NullMarked
package io.stageline.refusal;

import org.jspecify.annotations.NullMarked;
