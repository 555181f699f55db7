package io.stageline.projection;

import java.util.List;
import java.util.Map;

/**
 * The outcome of a comparison: at which position of each log, over how many rows and streams, whether over all of them,
 * how many fields differed, and the first of those. The checksum is that of all rows of the generation.
 */
public record Proof(
        Map<Integer, Long> at,
        long rows,
        long streams,
        String checksum,
        boolean whole,
        long differing,
        List<Difference> first) {}
