package io.stageline.alert.write;

import static io.stageline.alert.write.AlertFixture.LATER;
import static io.stageline.alert.write.AlertFixture.OWNER;
import static io.stageline.alert.write.AlertFixture.raise;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stageline.alert.events.AlertEvent.AlertAcknowledged;
import io.stageline.alert.events.AlertEvent.AlertRaised;
import io.stageline.alert.write.AlertCommand.AcknowledgeAlert;
import io.stageline.contact.write.ContactCommand.AddContact;
import io.stageline.contact.write.ContactCommand.EraseContact;
import io.stageline.eventlog.Recorded;
import io.stageline.eventlog.Schema;
import io.stageline.privacy.ContactKeys;
import io.stageline.privacy.MasterKey;
import io.stageline.refusal.Refused;
import io.stageline.test.TestDatabase;
import io.stageline.write.Decided.Result;
import io.stageline.write.Node;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Alerts on a real log: raised once by many processes, and nothing personal is left when a contact is erased. */
class RaisedOnceTest {
    private static final int EPISODES = 25;
    private static final int WORKERS = 8;

    private final TestDatabase database = TestDatabase.migrated();
    private final Node node = new Node(database);
    private final UUID tenant = UUID.randomUUID();
    private final UUID contact = UUID.randomUUID();
    private final ContactKeys keys =
            new ContactKeys(new MasterKey(new byte[MasterKey.BYTES]), database.as(Schema.WRITE));

    @AfterEach
    void close() throws InterruptedException {
        node.close();
        database.close();
    }

    @Test
    void however_many_processes_raise_an_episode_there_is_one_alert() throws InterruptedException {
        try (var other = new Node(database)) {
            var workers = IntStream.range(0, WORKERS)
                    .mapToObj(worker -> CompletableFuture.supplyAsync(() -> raiseAll(worker % 2 == 0 ? node : other)))
                    .toList();
            var results = workers.stream().flatMap(done -> done.join().stream()).toList();
            assertThat(results).filteredOn(Result.CREATED::equals).hasSize(EPISODES);
            assertThat(results).filteredOn(Result.UNCHANGED::equals).hasSize(EPISODES * (WORKERS - 1));
        }
        assertThat(node.log().readAfter(0, 1_000))
                .extracting(Recorded::event)
                .hasOnlyElementsOfType(AlertRaised.class)
                .hasSize(EPISODES);
    }

    private List<Result> raiseAll(Node by) {
        return IntStream.rangeClosed(1, EPISODES)
                .mapToObj(episode -> by.carryOut(raise(tenant, null, "server-7", episode))
                        .decided()
                        .result())
                .toList();
    }

    @Test
    void another_tenants_alert_of_the_same_episode_is_another_one() {
        node.carryOut(raise(tenant, null, "server-7", 1));
        var theirs = raise(UUID.randomUUID(), null, "server-7", 1);
        assertThat(node.carryOut(theirs).decided().result()).isEqualTo(Result.CREATED);
        assertThat(theirs.alertId())
                .isNotEqualTo(raise(tenant, null, "server-7", 1).alertId());
    }

    @Test
    void what_is_said_about_a_contact_is_unreadable_once_it_is_erased() {
        node.carryOut(new AddContact(tenant, contact, "Ada", null, null, null));
        var raise = raise(tenant, contact, "Ada", 1);
        node.carryOut(raise);
        node.carryOut(new AcknowledgeAlert(tenant, raise.alertId(), OWNER, "called Ada"));
        var events = node.log().readStream(raise.target(), 0).stream()
                .map(Recorded::event)
                .toList();
        var raised = (AlertRaised) events.get(0);
        var acknowledged = (AlertAcknowledged) events.get(1);
        assertThat(events.toString()).doesNotContain("Ada");
        assertThat(keys.open(
                        tenant,
                        contact,
                        raise.alertId(),
                        1,
                        "subject",
                        raised.about().subject()))
                .isEqualTo("Ada");
        assertThat(keys.open(tenant, contact, raise.alertId(), 2, "note", acknowledged.note()))
                .isEqualTo("called Ada");

        node.carryOut(new EraseContact(tenant, contact));
        var afterwards = new ContactKeys(new MasterKey(new byte[MasterKey.BYTES]), database.as(Schema.WRITE));
        assertThat(afterwards.open(
                        tenant,
                        contact,
                        raise.alertId(),
                        1,
                        "subject",
                        raised.about().subject()))
                .isNull();
    }

    @Test
    void an_alert_about_an_erased_contact_is_raised_without_its_name_and_takes_no_words_about_it() {
        node.carryOut(new AddContact(tenant, contact, "Ada", null, null, null));
        node.carryOut(new EraseContact(tenant, contact));
        var raise = raise(tenant, contact, "Ada", 1);
        assertThat(node.carryOut(raise).decided().result()).isEqualTo(Result.CREATED);
        var raised =
                (AlertRaised) node.log().readStream(raise.target(), 0).get(0).event();
        assertThat(raised.about().subject()).isNull();
        assertThat(raised.about().contactId()).isEqualTo(contact);

        assertThatThrownBy(() -> node.carryOut(new AcknowledgeAlert(tenant, raise.alertId(), OWNER, "called Ada")))
                .isInstanceOf(Refused.class)
                .hasMessage("the contact was erased");
        assertThat(node.carryOut(new AcknowledgeAlert(tenant, raise.alertId(), OWNER, null))
                        .decided()
                        .result())
                .isEqualTo(Result.CHANGED);
    }

    @Test
    void nothing_is_said_about_an_alert_that_nobody_raised() {
        assertThatThrownBy(() -> node.carryOut(
                        new AlertCommand.SilenceAlert(tenant, UUID.randomUUID(), UUID.randomUUID(), LATER, OWNER, "x")))
                .isInstanceOf(Refused.class)
                .hasMessage("there is no such alert");
    }
}
