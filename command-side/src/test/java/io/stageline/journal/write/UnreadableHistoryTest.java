package io.stageline.journal.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.stageline.contact.write.ContactCommand.AddContact;
import io.stageline.http.Refusals;
import io.stageline.journal.write.EntryCommand.AddEntry;
import io.stageline.journal.write.EntryCommand.RecordStage;
import io.stageline.journal.write.JournalCommand.CreateJournal;
import io.stageline.refusal.Code;
import io.stageline.test.TestDatabase;
import io.stageline.write.Decided.Result;
import io.stageline.write.Node;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.JdbcTemplate;

/** Half a history is no ground to decide on: such a command may be sent again, to a version that knows the rest. */
class UnreadableHistoryTest {
    private final TestDatabase database = TestDatabase.migrated();
    private final UUID tenant = UUID.randomUUID();
    private final UUID journal = UUID.randomUUID();
    private final EntryKey one = new EntryKey(tenant, journal, UUID.randomUUID());
    private final EntryKey other = new EntryKey(tenant, journal, UUID.randomUUID());

    @AfterEach
    void close() {
        database.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "type = 'entry.teleported/1', digest = NULL",
                "payload = payload || '{\"future\": 1}', digest = NULL",
                "version = version, digest = md5('another')::uuid"
            })
    void nothing_is_decided_on_a_history_that_cannot_be_read(String change) throws InterruptedException {
        prepare();
        new JdbcTemplate(database.asAdmin())
                .update("UPDATE stageline.event SET " + change + " WHERE stream_id = ?", one.stream().stream());
        try (var another = new Node(database)) {
            var refused = catchThrowable(() -> another.carryOut(stage(one)));
            assertThat(Refusals.of(refused).code()).isEqualTo(Code.HISTORY_UNREADABLE);
            assertThat(another.log().head()).isEqualTo(5);
            assertThat(another.carryOut(stage(other)).decided().result()).isEqualTo(Result.CREATED);
        }
    }

    @Test
    void it_may_be_sent_again_and_no_key_remembers_the_refusal() {
        assertThat(Code.HISTORY_UNREADABLE.passes()).isTrue();
        assertThat(Code.HISTORY_UNREADABLE.lasts()).isFalse();
        assertThat(Code.REPLAY_RUNNING.lasts()).isFalse();
    }

    private void prepare() throws InterruptedException {
        try (var node = new Node(database)) {
            node.carryOut(new CreateJournal(
                    tenant, journal, "Appeal", List.of("CONTACT", "MEET", "ASK"), List.of("PLEDGED"), Map.of()));
            for (var entry : List.of(one, other)) {
                node.carryOut(new AddContact(tenant, entry.contactId(), "Ada", null, null, null));
                node.carryOut(new AddEntry(entry, null));
            }
        }
    }

    private static RecordStage stage(EntryKey entry) {
        return new RecordStage(entry, UUID.randomUUID(), "CONTACT", null, null, null);
    }
}
