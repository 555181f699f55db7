package io.stageline.journal.write;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import io.stageline.eventlog.AppendContext;
import io.stageline.eventlog.EventLogs;
import io.stageline.eventlog.StreamKey;
import io.stageline.journal.events.JournalEvent;
import io.stageline.refusal.Code;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The journals as the log knows them, remembered for a second at most so that another process is heard in time. */
public final class LoggedJournals implements Journals {
    private static final Duration REMEMBERED = Duration.ofSeconds(1);

    private final EventLogs logs;
    private final LoadingCache<StreamKey, Optional<JournalFacts>> facts = Caffeine.newBuilder()
            .maximumSize(10_000)
            .expireAfterWrite(REMEMBERED)
            .build(this::load);

    public LoggedJournals(EventLogs logs) {
        this.logs = logs;
    }

    @Override
    public JournalFacts open(UUID tenant, UUID journalId) {
        var journal = facts.get(new StreamKey(tenant, journalId))
                .orElseThrow(() ->
                        Code.UNKNOWN_JOURNAL.because("there is no such journal").asException());
        new JournalIsOpen(journal).verify();
        return journal;
    }

    @Override
    public void changed(StreamKey journal) {
        AppendContext.onceAppended(() -> facts.invalidate(journal));
    }

    private Optional<JournalFacts> load(StreamKey journal) {
        @Nullable JournalFacts fold = null;
        for (var recorded : logs.readStream(journal, 0)) {
            if (!(recorded.event() instanceof JournalEvent event)) return Optional.empty();
            fold = JournalFacts.after(fold, event);
        }
        return Optional.ofNullable(fold);
    }
}
