package io.stageline.journal.write;

import io.stageline.eventlog.StreamKey;
import io.stageline.journal.events.EntryEvent.DecisionCorrected;
import io.stageline.journal.events.EntryEvent.DecisionTaken;
import io.stageline.journal.events.EntryEvent.EntryAdded;
import io.stageline.journal.events.EntryEvent.StageRecorded;
import io.stageline.journal.events.EntryEvent.StageWithdrawn;
import io.stageline.journal.events.StagePath;
import io.stageline.journal.events.StageWarning;
import io.stageline.journal.write.EntryCommand.RecordStage;
import io.stageline.journal.write.EntryCommand.TakeDecision;
import io.stageline.privacy.ContactKeys;
import io.stageline.privacy.MasterKey;
import io.stageline.refusal.Code;
import io.stageline.write.Aggregates;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.TreeMap;
import java.util.UUID;
import org.axonframework.test.aggregate.AggregateTestFixture;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** An entry in a journal of the default stages, on a fixed day; commands and events about it as nouns. */
final class EntryFixture {
    static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    static final JournalFacts JOURNAL = new JournalFacts(
            "Spring appeal",
            List.of("CONTACT", "MEET", "ASK", "DECISION", "THANK", "NEXT_STEPS"),
            List.of("PLEDGED", "DECLINED"),
            new TreeMap<>(),
            false);
    static final EntryKey ENTRY = new EntryKey(UUID.randomUUID(), UUID.randomUUID(), UUID.randomUUID());

    private EntryFixture() {}

    static AggregateTestFixture<Entry> entry() {
        return entryIn(JOURNAL);
    }

    static AggregateTestFixture<Entry> entryIn(JournalFacts journal) {
        var fixture = new AggregateTestFixture<>(Entry.class);
        fixture.registerCommandTargetResolver(Aggregates.TARGETS);
        fixture.registerInjectableResource(new EntrySurroundings(
                new OneJournal(journal),
                contact -> {},
                new ContactKeys(new MasterKey(new byte[MasterKey.BYTES]), new DriverManagerDataSource()),
                Clock.fixed(NOW, ZoneOffset.UTC)));
        return fixture;
    }

    private record OneJournal(JournalFacts journal) implements Journals {
        @Override
        public JournalFacts open(UUID tenant, UUID journalId) {
            if (!journalId.equals(ENTRY.journalId()))
                throw Code.UNKNOWN_JOURNAL.because("there is no such journal").asException();
            new JournalIsOpen(journal).verify();
            return journal;
        }

        @Override
        public void changed(StreamKey journal) {
            // this one never changes
        }
    }

    static EntryAdded added() {
        return new EntryAdded(ENTRY.journalId(), ENTRY.contactId());
    }

    static StageRecorded recorded(UUID eventId, String stage, Instant at, StageWarning... warnings) {
        return new StageRecorded(ENTRY.journalId(), ENTRY.contactId(), eventId, stage, at, null, List.of(warnings));
    }

    static StageRecorded recorded(String stage) {
        return recorded(UUID.randomUUID(), stage, NOW.minusSeconds(60));
    }

    static RecordStage record(UUID eventId, String stage, @Nullable Instant at) {
        return new RecordStage(ENTRY, eventId, stage, at, null, null);
    }

    static TakeDecision pledge(UUID eventId, @Nullable String stage) {
        return new TakeDecision(
                ENTRY, eventId, stage, null, "PLEDGED", new BigDecimal("50.00"), "EUR", "MONTHLY", null, null, null);
    }

    static DecisionTaken pledged(UUID eventId) {
        return new DecisionTaken(
                ENTRY.journalId(),
                ENTRY.contactId(),
                eventId,
                "PLEDGED",
                new BigDecimal("50.00"),
                "EUR",
                "MONTHLY",
                LocalDate.ofInstant(NOW, ZoneOffset.UTC),
                null);
    }

    static StageWithdrawn withdrawn(StageRecorded event, StagePath left) {
        return new StageWithdrawn(
                event.journalId(), event.contactId(), event.eventId(), event.stage(), event.occurredAt(), left, null);
    }

    static DecisionCorrected corrected(UUID decisionId, String status, String amount) {
        return new DecisionCorrected(
                ENTRY.journalId(),
                ENTRY.contactId(),
                decisionId,
                status,
                new BigDecimal(amount),
                "EUR",
                "MONTHLY",
                LocalDate.ofInstant(NOW, ZoneOffset.UTC),
                null);
    }
}
