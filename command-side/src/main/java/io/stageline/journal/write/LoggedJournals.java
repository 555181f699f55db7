package io.stageline.journal.write;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.stageline.eventlog.AppendContext;
import io.stageline.eventlog.EventLogs;
import io.stageline.eventlog.StreamKey;
import io.stageline.journal.events.JournalEvent;
import io.stageline.refusal.Code;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** The journals as the log knows them, remembered for a second at most so that another process is heard in time. */
public final class LoggedJournals implements Journals {
    private static final Duration REMEMBERED = Duration.ofSeconds(1);

    private final EventLogs logs;
    private final AsyncCache<StreamKey, Optional<JournalFacts>> facts = Caffeine.newBuilder()
            .maximumSize(10_000)
            .expireAfterWrite(REMEMBERED)
            .buildAsync();

    public LoggedJournals(EventLogs logs) {
        this.logs = logs;
    }

    @Override
    public JournalFacts open(UUID tenant, UUID journalId) {
        var journal = known(new StreamKey(tenant, journalId))
                .orElseThrow(() ->
                        Code.UNKNOWN_JOURNAL.because("there is no such journal").asException());
        new JournalIsOpen(journal).verify();
        return journal;
    }

    @Override
    public void changed(StreamKey journal) {
        AppendContext.onceAppended(() -> facts.synchronous().invalidate(journal));
    }

    /** One loads for all who ask meanwhile, and they fail together too: one after the other they would wait for minutes. */
    private Optional<JournalFacts> known(StreamKey journal) {
        var mine = new CompletableFuture<Optional<JournalFacts>>();
        var theirs = facts.asMap().putIfAbsent(journal, mine);
        if (theirs != null) return theirs.join();
        try {
            mine.complete(load(journal));
        } catch (RuntimeException | Error failed) {
            mine.completeExceptionally(failed);
        }
        return mine.join();
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
