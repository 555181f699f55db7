package io.stageline.journal.projection;

import io.stageline.eventlog.Recorded;

/** One line of an entry's past: an event, what it said, and how the entry stood after it. */
record EntryLine(Recorded recorded, Told told, GridRow after) {}
