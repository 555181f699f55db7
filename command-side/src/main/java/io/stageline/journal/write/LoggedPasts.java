package io.stageline.journal.write;

import io.stageline.eventlog.EventLogs;
import io.stageline.journal.events.EntryEvent;

/** The past as the log tells it. */
public record LoggedPasts(EventLogs logs) implements Pasts {
    @Override
    public EntryFacts at(EntryKey entry, long version) {
        var facts = new EntryFacts();
        for (var recorded : logs.readStream(entry.stream(), 0))
            if (recorded.version() <= version && recorded.event() instanceof EntryEvent event)
                facts.evolve(event, recorded.version());
        return facts;
    }
}
