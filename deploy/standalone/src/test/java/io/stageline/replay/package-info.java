/** Generations are rebuilt, proven, switched and dropped in processes of their own, killed at random, and beside live work. */
@NullMarked
package io.stageline.replay;

import org.jspecify.annotations.NullMarked;
