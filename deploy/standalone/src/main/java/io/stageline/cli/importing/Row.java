package io.stageline.cli.importing;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** One stage event as the file tells it: the {@code line} is a line of CSV or the number of an XES event. */
record Row(
        long line,
        String contact,
        String name,
        String stage,
        Instant at,
        @Nullable String amount) {}
