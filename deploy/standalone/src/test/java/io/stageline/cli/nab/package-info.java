@NullMarked
package io.stageline.cli.nab;

import org.jspecify.annotations.NullMarked;
