package io.stageline.journal.write;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stageline.contact.write.ContactCommand.AddContact;
import io.stageline.contact.write.ContactCommand.Change;
import io.stageline.contact.write.ContactCommand.ChangeContact;
import io.stageline.contact.write.ContactCommand.EraseContact;
import io.stageline.eventlog.Snapshots;
import io.stageline.journal.write.EntryCommand.AddEntry;
import io.stageline.journal.write.EntryCommand.RecordStage;
import io.stageline.journal.write.JournalCommand.CreateJournal;
import io.stageline.refusal.Refused;
import io.stageline.test.TestDatabase;
import io.stageline.write.Decided.Result;
import io.stageline.write.Node;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

/** Snapshots shorten the way to an aggregate and are never trusted further than the log goes. */
class SnapshotsTest {
    private static final String VERSIONS =
            "SELECT version FROM stageline.snapshot WHERE stream_id = ? AND version >= ?";
    private static final String STATE = "SELECT state::text FROM stageline.snapshot WHERE stream_id = ?";
    private static final int EVERY = 10;

    private final TestDatabase database = TestDatabase.migrated();
    private final JdbcTemplate admin = new JdbcTemplate(database.asAdmin());
    private final Node node = new Node(database, EVERY);
    private final UUID tenant = UUID.randomUUID();
    private final UUID journal = UUID.randomUUID();
    private final UUID contact = UUID.randomUUID();
    private final UUID click = UUID.randomUUID();
    private final EntryKey entry = new EntryKey(tenant, journal, contact);

    @BeforeEach
    void thirtyFiveEvents() {
        node.carryOut(
                new CreateJournal(tenant, journal, "Appeal", List.of("CONTACT", "ASK"), List.of("PLEDGED"), Map.of()));
        node.carryOut(new AddContact(tenant, contact, "Ada", "ada@example.org", null, null));
        node.carryOut(new AddEntry(entry, null));
        node.carryOut(new RecordStage(entry, click, "CONTACT", null, null, null));
        askUntilVersion(35);
    }

    @AfterEach
    void close() throws InterruptedException {
        node.close();
        database.close();
    }

    @Test
    void an_aggregate_from_a_snapshot_is_the_one_from_all_its_events() throws InterruptedException {
        try (var with = new Node(database, EVERY);
                var without = new Node(database)) {
            for (var one : List.of(with, without)) {
                var again = one.carryOut(new RecordStage(entry, click, "CONTACT", null, null, null))
                        .decided();
                assertThat(again.result()).isEqualTo(Result.UNCHANGED);
                assertThat(again.answer().version()).isEqualTo(35);
            }
            var asked = (EntryAnswer.Stage) with.carryOut(ask()).decided().answer();
            var askedAgain =
                    (EntryAnswer.Stage) without.carryOut(ask()).decided().answer();
            assertThat(requireNonNull(asked.cell()).count()).isEqualTo(34);
            assertThat(requireNonNull(askedAgain.cell()).count()).isEqualTo(35);
        }
    }

    @Test
    void the_snapshot_is_what_is_read_and_its_events_are_not() {
        admin.update("UPDATE stageline.snapshot SET state = jsonb_set(state, '{facts,comings}', '[]')");
        node.forget(entry.stream());
        assertThatThrownBy(() -> node.carryOut(ask())).isInstanceOf(Refused.class);
    }

    @Test
    void a_snapshot_of_another_shape_is_as_good_as_none() {
        admin.update("UPDATE stageline.snapshot SET shape = 'entry/0', state = '{\"nonsense\": 1}'");
        node.forget(entry.stream());
        assertThat(node.carryOut(ask()).decided().answer().version()).isEqualTo(36);
    }

    @Test
    void a_snapshot_from_after_the_end_of_the_log_is_not_used() {
        admin.update("UPDATE stageline.snapshot SET version = 99, state = jsonb_set(state, '{facts,comings}', '[]')");
        node.forget(entry.stream());
        assertThat(node.carryOut(ask()).decided().answer().version()).isEqualTo(36);
    }

    @Test
    void an_older_snapshot_never_replaces_a_newer_one() {
        var taken = admin.queryForObject(STATE, String.class, entry.stream().stream());
        askUntilVersion(60);
        var late = Snapshots.read(Entry.class, requireNonNull(taken));
        node.keep(new GenericDomainEventMessage<>("Entry", entry.stream().toString(), 29, late));
        assertThat(admin.queryForList(VERSIONS, entry.stream().stream(), 60)).hasSize(1);
    }

    @Test
    void erasing_a_contact_takes_its_snapshot_away_and_nothing_personal_was_in_it() {
        for (var i = 0; i < 25; i++)
            node.carryOut(new ChangeContact(tenant, contact, "Ada " + i, Change.NONE, Change.NONE));
        until(contact, 10);
        assertThat(admin.queryForList("SELECT state::text FROM stageline.snapshot", String.class))
                .isNotEmpty()
                .noneMatch(state -> state.contains("Ada") || state.contains("example.org"));
        node.carryOut(new EraseContact(tenant, contact));
        assertThat(admin.queryForList("SELECT 1 FROM stageline.snapshot WHERE stream_id = ?", contact))
                .isEmpty();
        assertThatThrownBy(() -> node.carryOut(new EraseContact(tenant, contact)))
                .isInstanceOf(Refused.class);
    }

    @Test
    void without_the_setting_none_is_taken_and_none_is_read() throws InterruptedException {
        admin.update("UPDATE stageline.snapshot SET state = jsonb_set(state, '{facts,comings}', '[]')");
        try (var other = new Node(database)) {
            assertThat(other.carryOut(ask()).decided().answer().version()).isEqualTo(36);
        }
    }

    private RecordStage ask() {
        return new RecordStage(entry, UUID.randomUUID(), "ASK", null, null, null);
    }

    /** Waits for every snapshot that is due: of one aggregate only one is taken at a time, what comes due meanwhile is left out. */
    private void askUntilVersion(long last) {
        long version;
        do {
            version = node.carryOut(ask()).decided().answer().version();
            if (version % EVERY == 0) until(entry.stream().stream(), version);
        } while (version < last);
    }

    private void until(UUID stream, long version) {
        var giveUp = System.nanoTime() + 15_000_000_000L;
        while (admin.queryForList(VERSIONS, stream, version).isEmpty()) {
            assertThat(System.nanoTime()).as("a snapshot at version " + version).isLessThan(giveUp);
            LockSupport.parkNanos(5_000_000);
        }
    }
}
