package io.stageline.journal.projection;

/** A value beside the text that it is kept as, so that the text is made once and not once for each table. */
record Kept<T>(T value, String text) {}
