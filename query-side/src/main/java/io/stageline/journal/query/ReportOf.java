package io.stageline.journal.query;

import java.util.UUID;

/** The question for a whole journal in numbers. */
record ReportOf(UUID journalId) {}
