/** {@code nab}: how good the detectors are by the Numenta Anomaly Benchmark. */
@NullMarked
package io.stageline.cli.nab;

import org.jspecify.annotations.NullMarked;
