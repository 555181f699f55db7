/** Faults on purpose: random clients, whatever can die, and a checker that compares what was answered with what is kept. */
@NullMarked
package io.stageline.fault;

import org.jspecify.annotations.NullMarked;
