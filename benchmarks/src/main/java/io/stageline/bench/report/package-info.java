/** What rows leave: a table on the terminal, a file of numbers each, a picture, and the table in the README. */
@NullMarked
package io.stageline.bench.report;

import org.jspecify.annotations.NullMarked;
