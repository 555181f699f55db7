package io.stageline.journal.projection;

import io.stageline.eventlog.Recorded;
import io.stageline.journal.events.EntryEvent.StageRecorded;
import org.jspecify.annotations.Nullable;

/** One line of a timeline: a stage event with its note in clear, while it can be read. */
record TimelineItem(
        EntryKey key,
        Recorded recorded,
        StageRecorded event,
        @Nullable String note) {}
