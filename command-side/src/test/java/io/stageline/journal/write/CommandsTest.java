package io.stageline.journal.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stageline.contact.write.ContactCommand.AddContact;
import io.stageline.contact.write.ContactCommand.Change;
import io.stageline.contact.write.ContactCommand.ChangeContact;
import io.stageline.contact.write.ContactCommand.EraseContact;
import io.stageline.eventlog.LogUnavailable;
import io.stageline.journal.write.EntryCommand.AddEntry;
import io.stageline.journal.write.EntryCommand.RecordStage;
import io.stageline.journal.write.EntryCommand.RemoveEntry;
import io.stageline.journal.write.JournalCommand.ArchiveJournal;
import io.stageline.journal.write.JournalCommand.ChangeJournal;
import io.stageline.journal.write.JournalCommand.CreateJournal;
import io.stageline.refusal.Code;
import io.stageline.refusal.Refused;
import io.stageline.test.TestDatabase;
import io.stageline.write.Command;
import io.stageline.write.Decided.Answer;
import io.stageline.write.Decided.Result;
import io.stageline.write.IdempotencyKey;
import io.stageline.write.IfMatch;
import io.stageline.write.Node;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

/** How commands are carried out on a real log: alone, against other processes, and when the database fails. */
class CommandsTest {
    private static final String REFUSE_CONTACTS = """
            CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'no'; END $$;
            CREATE TRIGGER refuse BEFORE INSERT ON stageline.event FOR EACH ROW
              WHEN (NEW.type = 'contact.added/1') EXECUTE FUNCTION refuse()""";

    private final TestDatabase database = TestDatabase.migrated();
    private final Node node = new Node(database);
    private final UUID tenant = UUID.randomUUID();
    private final UUID journal = UUID.randomUUID();
    private final UUID contact = UUID.randomUUID();
    private final EntryKey entry = new EntryKey(tenant, journal, contact);

    @AfterEach
    void close() throws InterruptedException {
        node.close();
        database.close();
    }

    @Test
    void a_contact_whose_first_event_was_not_stored_is_not_taken_for_known() {
        var admin = new JdbcTemplate(database.asAdmin());
        admin.execute(REFUSE_CONTACTS);
        assertThatThrownBy(() -> node.carryOut(ada())).isInstanceOf(LogUnavailable.class);
        admin.execute("DROP TRIGGER refuse ON stageline.event");

        assertThat(node.carryOut(ada()).decided().result()).isEqualTo(Result.CREATED);
        assertThat(node.log().head()).isEqualTo(1);
    }

    @Test
    void another_process_that_was_faster_costs_one_retry_and_no_error() throws InterruptedException {
        prepareEntry();
        try (var other = new Node(database)) {
            for (var i = 0; i < 10; i++) {
                node.carryOut(stage("CONTACT"));
                other.carryOut(stage("MEET"));
            }
            assertThat(node.conflicts() + other.conflicts()).isPositive();
        }
        assertThat(node.log().readStream(entry.stream(), 0))
                .extracting(recorded -> recorded.version())
                .containsExactlyElementsOf(
                        IntStream.rangeClosed(1, 21).mapToObj(Long::valueOf).toList());
    }

    @Test
    void what_another_process_changed_is_not_answered_from_memory() throws InterruptedException {
        prepareEntry();
        try (var other = new Node(database)) {
            other.carryOut(new RemoveEntry(entry, null));
            assertThat(node.carryOut(new AddEntry(entry, null)).decided().result())
                    .isEqualTo(Result.CREATED);
            assertThat(other.carryOut(stage("CONTACT")).decided().result()).isEqualTo(Result.CREATED);
        }
    }

    @Test
    void an_unchanged_answer_says_a_position_at_which_it_can_be_seen() {
        prepareEntry();
        var again = node.carryOut(new AddEntry(entry, null)).decided();
        assertThat(again.result()).isEqualTo(Result.UNCHANGED);
        assertThat(again.answer().position()).isEqualTo(node.log().head());
    }

    @Test
    void an_id_of_another_kind_is_an_unknown_one() {
        prepareEntry();
        for (var command : new Command[] {
            new EraseContact(tenant, journal),
            new ChangeContact(tenant, journal, "Eve", Change.NONE, Change.NONE),
            new ArchiveJournal(tenant, contact),
            new ChangeJournal(tenant, contact, "Mine", null, null, Map.of())
        })
            assertThatThrownBy(() -> node.carryOut(command))
                    .isInstanceOfSatisfying(Refused.class, refused -> assertThat(
                                    refused.refusal().code().status())
                            .isEqualTo(404));
        assertThat(node.log().head()).isEqualTo(3);
    }

    @Test
    void many_writers_of_one_entry_are_all_heard_once() {
        prepareEntry();
        var writers = IntStream.range(0, 40)
                .mapToObj(i -> CompletableFuture.supplyAsync(() -> node.carryOut(stage("ASK"))))
                .toList();
        writers.forEach(CompletableFuture::join);
        assertThat(node.log().readStream(entry.stream(), 0)).hasSize(41);
        assertThat(node.conflicts()).isZero();
    }

    @Test
    void writers_of_one_entry_in_two_processes_are_all_heard_once() throws InterruptedException {
        prepareEntry();
        try (var other = new Node(database)) {
            var writers = Stream.of(node, node, other, other)
                    .map(process -> CompletableFuture.runAsync(() -> {
                        for (var i = 0; i < 100; i++) process.carryOut(stage("ASK"));
                    }))
                    .toList();
            writers.forEach(CompletableFuture::join);
            assertThat(node.conflicts() + other.conflicts()).isPositive();
        }
        assertThat(node.log().readStream(entry.stream(), 0)).hasSize(401);
    }

    @Test
    void a_precondition_holds_for_one_of_two_writers() {
        prepareEntry();
        var seen = IfMatch.of(1);
        node.carryOut(
                new ChangeContact(tenant, contact, "Ada King", Change.NONE, Change.NONE), seen, null, Answer.class);
        var late = new ChangeContact(tenant, contact, "Ada Lovelace", Change.NONE, Change.NONE);
        assertThatThrownBy(() -> node.carryOut(late, seen, null, Answer.class))
                .isInstanceOfSatisfying(Refused.class, refused -> {
                    assertThat(refused.refusal().code()).isEqualTo(Code.PRECONDITION_FAILED);
                    assertThat(refused.refusal().extra()).isEqualTo(Map.of("expected", 1L, "current", 2L));
                });
        assertThat(node.carryOut(late, IfMatch.ANY, null, Answer.class)
                        .decided()
                        .answer()
                        .version())
                .isEqualTo(3);
    }

    @Test
    void what_was_not_touched_since_is_changed_on_the_newest_state_even_if_this_process_does_not_know_it()
            throws InterruptedException {
        prepareEntry();
        var seen = node.carryOut(stage("CONTACT")).decided().answer().version();
        try (var other = new Node(database)) {
            other.carryOut(late("MEET"));
        }
        assertThatThrownBy(() -> node.carryOut(stage("MEET", seen)))
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.refusal().extra())
                                .containsEntry("expected", seen)
                                .containsEntry("current", seen + 1));
        var asked =
                (EntryAnswer.Stage) node.carryOut(stage("ASK", seen)).decided().answer();
        assertThat(asked.rebasedFrom()).isEqualTo(seen);
        assertThat(asked.version()).isEqualTo(seen + 2);
    }

    @Test
    void a_key_is_answered_alike_by_every_process() throws InterruptedException {
        prepareEntry();
        var key = new IdempotencyKey("click", new byte[] {1});
        var first = node.carryOut(stage("ASK"), null, key, EntryAnswer.Stage.class);
        try (var other = new Node(database)) {
            var again = other.carryOut(stage("ASK"), null, key, EntryAnswer.Stage.class);
            assertThat(again.replayed()).isTrue();
            assertThat(again.decided()).isEqualTo(first.decided());
        }
        assertThatThrownBy(() -> node.carryOut(
                        stage("ASK"), null, new IdempotencyKey("click", new byte[] {2}), EntryAnswer.Stage.class))
                .isInstanceOfSatisfying(
                        Refused.class,
                        refused -> assertThat(refused.refusal().code()).isEqualTo(Code.IDEMPOTENCY_KEY_REUSED));
    }

    private void prepareEntry() {
        node.carryOut(new CreateJournal(
                tenant, journal, "Appeal", List.of("CONTACT", "MEET", "ASK"), List.of("PLEDGED"), Map.of()));
        node.carryOut(ada());
        node.carryOut(new AddEntry(entry, null));
    }

    private AddContact ada() {
        return new AddContact(tenant, contact, "Ada", null, null, null);
    }

    private RecordStage late(String stage) {
        return new RecordStage(entry, UUID.randomUUID(), stage, Instant.parse("2020-01-01T00:00:00Z"), null, null);
    }

    private RecordStage stage(String stage, long seen) {
        return new RecordStage(entry, UUID.randomUUID(), stage, null, null, IfMatch.of(seen));
    }

    private RecordStage stage(String stage) {
        return new RecordStage(entry, UUID.randomUUID(), stage, null, null, null);
    }
}
