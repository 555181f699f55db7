/** What a run leaves: a table, a file of numbers, a picture, and the table in the README. */
@NullMarked
package io.stageline.bench.report;

import org.jspecify.annotations.NullMarked;
