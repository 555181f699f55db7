/** Demo data: one seed, one year of journals, the same every time. */
@NullMarked
package io.stageline.cli.demo;

import org.jspecify.annotations.NullMarked;
