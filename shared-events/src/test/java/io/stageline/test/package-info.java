/** What tests of all modules stand on: a real database each. */
@NullMarked
package io.stageline.test;

import org.jspecify.annotations.NullMarked;
