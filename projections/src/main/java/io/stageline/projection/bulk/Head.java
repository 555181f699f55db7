package io.stageline.projection.bulk;

/** How far a log is, and whether it holds events of those for whom a generation is built. */
record Head(int log, long position, boolean holdsEvents) {}
