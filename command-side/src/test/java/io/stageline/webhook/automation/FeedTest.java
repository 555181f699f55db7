package io.stageline.webhook.automation;

import static io.stageline.webhook.automation.Happenings.JOURNAL;
import static io.stageline.webhook.automation.Happenings.TENANT;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stageline.contact.events.ContactEvent.ContactAdded;
import io.stageline.contact.events.ContactEvent.ContactErased;
import io.stageline.eventlog.Schema;
import io.stageline.events.Sealed;
import io.stageline.journal.events.EntryEvent.DecisionTaken;
import io.stageline.journal.events.EntryEvent.EntryAdded;
import io.stageline.journal.events.JournalEvent.JournalCreated;
import io.stageline.journal.events.JournalEvent.JournalRenamed;
import io.stageline.webhook.events.MessageTypes;
import io.stageline.webhook.events.WebhookEvent.EndpointDeleted;
import io.stageline.webhook.events.WebhookEvent.EndpointPaused;
import io.stageline.webhook.events.WebhookEvent.ReplayRequested;
import io.stageline.webhook.events.WebhookEvent.TestRequested;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

class FeedTest {
    private static final UUID CONTACT = UUID.randomUUID();
    private static final String URL = "https://receiver.example/hook?token=secret";

    private final Happenings log = new Happenings();

    @AfterEach
    void close() throws InterruptedException {
        log.close();
    }

    @Test
    void every_type_of_message_that_may_be_asked_for_is_told_of_some_event_and_no_other() {
        assertThat(new Translations().types()).containsExactlyInAnyOrderElementsOf(MessageTypes.ALL);
    }

    @Test
    void what_happens_after_an_endpoint_was_created_is_queued_for_it_with_numbers_from_1() throws SQLException {
        log.stage(CONTACT, "CONTACT");
        var endpoint = log.endpoint(URL);
        log.stage(CONTACT, "MEET");
        log.stage(UUID.randomUUID(), "CONTACT");
        log.happens(JOURNAL, new JournalCreated(JOURNAL, "Appeal", List.of("CONTACT"), List.of("PLEDGED")));
        log.drain(log.feed());
        assertThat(log.column(endpoint, "sequence")).containsExactly("1", "2", "3");
        assertThat(log.column(endpoint, "type"))
                .containsExactly("entry.stage_recorded", "entry.stage_recorded", "journal.created");
        assertThat(log.column(endpoint, "state")).containsOnly("pending");
    }

    @Test
    void only_those_hear_of_an_event_who_asked_for_its_type_and_belong_to_its_tenant() throws SQLException {
        var entries = log.endpoint(URL, List.of("entry.*"), List.of(1));
        var journals = log.endpoint(URL, List.of("journal.created"), List.of(1));
        var all = log.endpoint(URL, List.of("*"), List.of(1));
        var foreign = new EndpointKey(UUID.randomUUID(), UUID.randomUUID());
        log.happensTo(foreign.tenant(), foreign.endpoint(), log.created(foreign, URL, List.of("*"), List.of(), 2));
        log.stage(CONTACT, "CONTACT");
        log.happens(JOURNAL, new JournalCreated(JOURNAL, "Appeal", List.of("CONTACT"), List.of("PLEDGED")));
        log.drain(log.feed());
        assertThat(log.column(entries, "type")).containsExactly("entry.stage_recorded");
        assertThat(log.column(journals, "type")).containsExactly("journal.created");
        assertThat(log.column(all, "type")).containsExactly("entry.stage_recorded", "journal.created");
        assertThat(log.messages(foreign)).isEmpty();
    }

    @Test
    void a_message_tells_what_is_now_and_what_was_before_and_nothing_personal() throws SQLException {
        var endpoint = log.endpoint(URL);
        log.happens(CONTACT, new EntryAdded(JOURNAL, CONTACT));
        log.stage(CONTACT, "CONTACT");
        log.stage(CONTACT, "MEET");
        log.happens(CONTACT, decision("PLEDGED", "25"));
        log.happens(CONTACT, decision("DECLINED", null));
        log.drain(log.feed());
        var stage = log.body(endpoint, 3);
        assertThat(stage.at("/type").asString()).isEqualTo("entry.stage_recorded");
        assertThat(stage.at("/sequence").asLong()).isEqualTo(3);
        assertThat(stage.at("/data/contactId").asString()).isEqualTo(CONTACT.toString());
        assertThat(stage.at("/data/stage").asString()).isEqualTo("MEET");
        assertThat(stage.at("/data/currentStage").asString()).isEqualTo("MEET");
        assertThat(stage.at("/previous/currentStage").asString()).isEqualTo("CONTACT");
        assertThat(log.body(endpoint, 4).at("/data/amount").asString()).isEqualTo("25.00");
        assertThat(log.body(endpoint, 4).has("previous")).isFalse();
        assertThat(log.body(endpoint, 5).at("/data/status").asString()).isEqualTo("DECLINED");
        assertThat(log.body(endpoint, 5).at("/previous/amount").asString()).isEqualTo("25.00");
        assertThat(log.column(endpoint, "body")).noneMatch(body -> body.contains("sealed note"));
    }

    @Test
    void the_key_in_the_body_is_the_id_of_the_message_and_differs_between_endpoints() throws SQLException {
        var one = log.endpoint(URL);
        var other = log.endpoint(URL);
        log.stage(CONTACT, "CONTACT");
        log.drain(log.feed());
        var message = log.messages(one).get(0);
        var id = (UUID) requireNonNull(message.get("message_id"));
        assertThat(log.body(one, 1).at("/idempotencyKey").asString()).isEqualTo(Message.onTheWire(id));
        assertThat(id).isEqualTo(Message.id(one, (UUID) requireNonNull(message.get("event_id"))));
        assertThat(log.messages(other).get(0).get("message_id")).isNotEqualTo(id);
        assertThat(log.messages(other).get(0).get("event_id")).isEqualTo(message.get("event_id"));
    }

    @Test
    void a_body_stays_under_20_kilobytes() throws SQLException {
        var endpoint = log.endpoint(URL);
        log.happens(JOURNAL, new JournalCreated(JOURNAL, "ä".repeat(10_000), List.of("CONTACT"), List.of("PLEDGED")));
        log.drain(log.feed());
        assertThat(log.body(endpoint, 1).at("/data/omitted").asBoolean()).isTrue();
        assertThat(log.body(endpoint, 1).at("/data/journalId").asString()).isEqualTo(JOURNAL.toString());
    }

    @Test
    void a_name_that_was_changed_is_told_with_the_one_before() throws SQLException {
        var endpoint = log.endpoint(URL, List.of("journal.renamed"), List.of());
        log.happens(
                JOURNAL,
                new JournalCreated(JOURNAL, "Spring", List.of("CONTACT"), List.of("PLEDGED")),
                new JournalRenamed(JOURNAL, "Summer"),
                new JournalRenamed(JOURNAL, "Autumn"));
        log.drain(log.feed());
        assertThat(log.body(endpoint, 1).at("/previous/name").asString()).isEqualTo("Spring");
        assertThat(log.body(endpoint, 2).at("/previous/name").asString()).isEqualTo("Summer");
    }

    @Test
    void of_a_contact_only_its_id_is_told_also_when_its_key_is_destroyed() throws SQLException {
        var endpoint = log.endpoint(URL);
        log.happens(
                CONTACT, new ContactAdded(CONTACT, new Sealed("box"), null, null, null), new ContactErased(CONTACT));
        log.drain(log.feed());
        assertThat(log.body(endpoint, 1).at("/data").toString()).isEqualTo("{\"contactId\":\"" + CONTACT + "\"}");
        assertThat(log.body(endpoint, 2).at("/type").asString()).isEqualTo("contact.erased");
    }

    @Test
    void what_was_taken_is_not_taken_again_whoever_goes_on() throws SQLException {
        var endpoint = log.endpoint(URL);
        for (var i = 0; i < 450; i++) log.stage(CONTACT, "CONTACT");
        log.drain(log.feed());
        log.stage(CONTACT, "MEET");
        log.drain(log.feed());
        log.drain(log.feed());
        assertThat(log.column(endpoint, "sequence"))
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, 451).mapToObj(Long::toString).toList());
    }

    @Test
    void a_feed_that_fails_in_the_middle_has_done_nothing_and_does_it_again_alike() throws SQLException {
        var endpoint = log.endpoint(URL);
        log.drain(log.feed());
        log.stage(CONTACT, "CONTACT");
        var feed = log.feed();
        new JdbcTemplate(log.database.asAdmin())
                .execute("REVOKE UPDATE ON stageline.webhook_feed FROM stageline_write");
        assertThatThrownBy(feed::feed).isInstanceOf(SQLException.class);
        assertThat(log.messages(endpoint)).isEmpty();
        new JdbcTemplate(log.database.asAdmin()).execute("GRANT UPDATE ON stageline.webhook_feed TO stageline_write");
        log.drain(feed);
        assertThat(log.column(endpoint, "sequence")).containsExactly("1");
    }

    @Test
    void several_processes_feed_one_log_without_doubling_anything() throws Exception {
        var endpoint = log.endpoint(URL);
        var writing = Executors.newFixedThreadPool(4);
        var written = new CountDownLatch(1);
        try {
            var feeders = List.of(log.feed(), log.feed(), log.feed()).stream()
                    .map(feed -> writing.submit(() -> {
                        while (written.getCount() > 0) feed.feed();
                        return null;
                    }))
                    .toList();
            for (var i = 0; i < 300; i++) log.stage(CONTACT, "CONTACT");
            written.countDown();
            for (var feeder : feeders) feeder.get();
        } finally {
            writing.shutdownNow();
        }
        log.drain(log.feed());
        assertThat(log.column(endpoint, "sequence"))
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, 300).mapToObj(Long::toString).toList());
    }

    @Test
    void a_paused_endpoint_misses_nothing_and_a_deleted_one_leaves_nothing() throws SQLException {
        var paused = log.endpoint(URL);
        var deleted = log.endpoint(URL);
        log.happens(paused.endpoint(), new EndpointPaused(paused.endpoint()));
        log.stage(CONTACT, "CONTACT");
        log.happens(deleted.endpoint(), new EndpointDeleted(deleted.endpoint()));
        log.stage(CONTACT, "MEET");
        log.drain(log.feed());
        log.errands();
        assertThat(log.column(paused, "sequence")).containsExactly("1", "2");
        assertThat(log.messages(deleted)).isEmpty();
        assertThat(log.count("webhook_endpoint")).isEqualTo(1);
        assertThat(log.count("webhook_lane")).isEqualTo(1);
    }

    @Test
    void a_test_goes_to_the_endpoint_that_is_tested_whatever_it_asked_for() throws SQLException {
        var tested = log.endpoint(URL, List.of("journal.created"), List.of());
        var other = log.endpoint(URL);
        log.happens(tested.endpoint(), new TestRequested(tested.endpoint()));
        log.drain(log.feed());
        assertThat(log.column(tested, "type")).containsExactly("webhook_endpoint.test");
        assertThat(log.messages(other)).isEmpty();
    }

    @Test
    void what_is_asked_for_again_is_pending_again_and_nothing_else() throws SQLException {
        var endpoint = log.endpoint(URL);
        for (var i = 0; i < 5; i++) log.stage(CONTACT, "CONTACT");
        log.drain(log.feed());
        log.sql.update(
                "UPDATE stageline.webhook_message SET state = CASE WHEN sequence IN (2, 4) THEN 'failed' ELSE 'delivered' END");
        log.sql.update("DELETE FROM stageline.webhook_lane");
        log.happens(endpoint.endpoint(), new ReplayRequested(endpoint.endpoint(), 1, 3, true));
        log.drain(log.feed());
        assertThat(log.column(endpoint, "state"))
                .containsExactly("delivered", "pending", "delivered", "failed", "delivered");
        assertThat(log.count("webhook_lane")).isEqualTo(1);
        log.happens(endpoint.endpoint(), new ReplayRequested(endpoint.endpoint(), 4, 5, false));
        log.drain(log.feed());
        assertThat(log.column(endpoint, "state"))
                .containsExactly("delivered", "pending", "delivered", "pending", "pending");
    }

    @Test
    void what_failed_at_one_url_is_not_held_against_another() throws SQLException {
        var endpoint = log.endpoint(URL);
        var other = log.endpoint(URL);
        log.drain(log.feed());
        log.sql.update("INSERT INTO stageline.webhook_health SELECT tenant_id, endpoint_id, now() - interval '2 days'"
                + " FROM stageline.webhook_endpoint");
        log.happens(endpoint.endpoint(), log.changed(endpoint, List.of("*")));
        log.happens(other.endpoint(), new TestRequested(other.endpoint()));
        log.drain(log.feed());
        assertThat(log.sql.queryForList("SELECT endpoint_id FROM stageline.webhook_health", UUID.class))
                .containsExactly(other.endpoint());
    }

    @Test
    void urls_and_secrets_are_nowhere_in_clear() throws SQLException {
        log.endpoint(URL);
        log.drain(log.feed());
        for (var table : List.of("event", "webhook_endpoint"))
            assertThat(log.sql.queryForList("SELECT t::text FROM stageline." + table + " t", String.class))
                    .noneMatch(row -> row.contains("token=secret") || row.contains("whsec_"));
        assertThat(log.sql.queryForObject("SELECT origin FROM stageline.webhook_endpoint", String.class))
                .isEqualTo("https://receiver.example");
    }

    @Test
    void readers_see_the_messages_of_their_tenant_and_no_secrets() throws SQLException {
        log.endpoint(URL);
        log.stage(CONTACT, "CONTACT");
        log.drain(log.feed());
        var reader = new JdbcTemplate(log.database.as(Schema.QUERY));
        assertThat(reader.queryForObject("SELECT count(*) FROM webhook_message", Long.class))
                .isZero();
        var own = new TransactionTemplate(new JdbcTransactionManager(requireNonNull(reader.getDataSource())));
        own.executeWithoutResult(inside -> {
            reader.execute("SELECT set_config('app.tenant', '" + TENANT + "', true)");
            assertThat(reader.queryForObject("SELECT count(*) FROM webhook_message", Long.class))
                    .isEqualTo(1);
            assertThat(reader.queryForObject("SELECT name FROM webhook_endpoint", String.class))
                    .isEqualTo("Ledger");
        });
        assertThatThrownBy(() -> reader.queryForList("SELECT secret FROM webhook_endpoint"))
                .hasStackTraceContaining("permission denied");
    }

    private static DecisionTaken decision(String status, @Nullable String amount) {
        return new DecisionTaken(
                JOURNAL,
                CONTACT,
                UUID.randomUUID(),
                status,
                amount == null ? null : new BigDecimal(amount),
                amount == null ? null : "EUR",
                "MONTHLY",
                LocalDate.parse("2026-02-01"),
                new Sealed("sealed note"));
    }
}
