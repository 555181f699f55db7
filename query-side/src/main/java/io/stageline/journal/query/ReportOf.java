package io.stageline.journal.query;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The question for a whole journal in numbers, with what happened in the latest stretches of time if they are named. */
record ReportOf(UUID journalId, @Nullable Buckets buckets) {}
