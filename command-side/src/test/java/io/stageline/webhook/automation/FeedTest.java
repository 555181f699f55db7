package io.stageline.webhook.automation;

import static io.stageline.webhook.automation.Happenings.JOURNAL;
import static io.stageline.webhook.automation.Happenings.TENANT;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.stageline.contact.events.ContactEvent.ContactAdded;
import io.stageline.contact.events.ContactEvent.ContactErased;
import io.stageline.eventlog.EventLogs;
import io.stageline.eventlog.EventTypes;
import io.stageline.eventlog.Schema;
import io.stageline.events.Sealed;
import io.stageline.journal.events.EntryEvent.DecisionTaken;
import io.stageline.journal.events.EntryEvent.EntryAdded;
import io.stageline.journal.events.JournalEvent.JournalCreated;
import io.stageline.journal.events.JournalEvent.JournalRenamed;
import io.stageline.webhook.events.MessageTypes;
import io.stageline.webhook.events.WebhookEvent.EndpointDeleted;
import io.stageline.webhook.events.WebhookEvent.EndpointDisabled;
import io.stageline.webhook.events.WebhookEvent.EndpointPaused;
import io.stageline.webhook.events.WebhookEvent.EndpointResumed;
import io.stageline.webhook.events.WebhookEvent.ReplayRequested;
import io.stageline.webhook.events.WebhookEvent.TestRequested;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.time.Clock;
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
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class FeedTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();
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
        drain(log.feed());
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
        drain(log.feed());
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
        drain(log.feed());
        var stage = body(endpoint, 3);
        assertThat(stage.at("/type").asString()).isEqualTo("entry.stage_recorded");
        assertThat(stage.at("/sequence").asLong()).isEqualTo(3);
        assertThat(stage.at("/data/contactId").asString()).isEqualTo(CONTACT.toString());
        assertThat(stage.at("/data/stage").asString()).isEqualTo("MEET");
        assertThat(stage.at("/data/currentStage").asString()).isEqualTo("MEET");
        assertThat(stage.at("/previous/currentStage").asString()).isEqualTo("CONTACT");
        assertThat(body(endpoint, 4).at("/data/amount").asString()).isEqualTo("25.00");
        assertThat(body(endpoint, 4).has("previous")).isFalse();
        assertThat(body(endpoint, 5).at("/data/status").asString()).isEqualTo("DECLINED");
        assertThat(body(endpoint, 5).at("/previous/amount").asString()).isEqualTo("25.00");
        assertThat(log.column(endpoint, "body")).noneMatch(body -> body.contains("sealed note"));
    }

    @Test
    void the_key_in_the_body_is_the_id_of_the_message_and_differs_between_endpoints() throws SQLException {
        var one = log.endpoint(URL);
        var other = log.endpoint(URL);
        log.stage(CONTACT, "CONTACT");
        drain(log.feed());
        var message = log.messages(one).get(0);
        var id = (UUID) requireNonNull(message.get("message_id"));
        assertThat(body(one, 1).at("/idempotencyKey").asString()).isEqualTo(Message.onTheWire(id));
        assertThat(id).isEqualTo(Message.id(one, (UUID) requireNonNull(message.get("event_id"))));
        assertThat(log.messages(other).get(0).get("message_id")).isNotEqualTo(id);
        assertThat(log.messages(other).get(0).get("event_id")).isEqualTo(message.get("event_id"));
    }

    @Test
    void a_body_stays_under_20_kilobytes() throws SQLException {
        var endpoint = log.endpoint(URL);
        log.happens(JOURNAL, new JournalCreated(JOURNAL, "ä".repeat(10_000), List.of("CONTACT"), List.of("PLEDGED")));
        drain(log.feed());
        assertThat(body(endpoint, 1).at("/data/omitted").asBoolean()).isTrue();
        assertThat(body(endpoint, 1).at("/data/journalId").asString()).isEqualTo(JOURNAL.toString());
    }

    @Test
    void a_name_that_was_changed_is_told_with_the_one_before() throws SQLException {
        var endpoint = log.endpoint(URL, List.of("journal.renamed"), List.of());
        log.happens(
                JOURNAL,
                new JournalCreated(JOURNAL, "Spring", List.of("CONTACT"), List.of("PLEDGED")),
                new JournalRenamed(JOURNAL, "Summer"),
                new JournalRenamed(JOURNAL, "Autumn"));
        drain(log.feed());
        assertThat(body(endpoint, 1).at("/previous/name").asString()).isEqualTo("Spring");
        assertThat(body(endpoint, 2).at("/previous/name").asString()).isEqualTo("Summer");
    }

    @Test
    void of_a_contact_only_its_id_is_told_also_when_its_key_is_destroyed() throws SQLException {
        var endpoint = log.endpoint(URL);
        log.happens(
                CONTACT, new ContactAdded(CONTACT, new Sealed("box"), null, null, null), new ContactErased(CONTACT));
        drain(log.feed());
        assertThat(body(endpoint, 1).at("/data").toString()).isEqualTo("{\"contactId\":\"" + CONTACT + "\"}");
        assertThat(body(endpoint, 2).at("/type").asString()).isEqualTo("contact.erased");
    }

    @Test
    void what_was_taken_is_not_taken_again_whoever_goes_on() throws SQLException {
        var endpoint = log.endpoint(URL);
        for (var i = 0; i < 450; i++) log.stage(CONTACT, "CONTACT");
        drain(log.feed());
        log.stage(CONTACT, "MEET");
        drain(log.feed());
        drain(log.feed());
        assertThat(log.column(endpoint, "sequence"))
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, 451).mapToObj(Long::toString).toList());
    }

    @Test
    void a_feed_that_fails_in_the_middle_has_done_nothing_and_does_it_again_alike() throws SQLException {
        var endpoint = log.endpoint(URL);
        drain(log.feed());
        log.stage(CONTACT, "CONTACT");
        var feed = log.feed();
        new JdbcTemplate(log.database.asAdmin())
                .execute("REVOKE UPDATE ON stageline.webhook_feed FROM stageline_write");
        assertThatThrownBy(feed::feed).isInstanceOf(SQLException.class);
        assertThat(log.messages(endpoint)).isEmpty();
        new JdbcTemplate(log.database.asAdmin()).execute("GRANT UPDATE ON stageline.webhook_feed TO stageline_write");
        drain(feed);
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
        drain(log.feed());
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
        drain(log.feed());
        log.errands();
        assertThat(log.column(paused, "sequence")).containsExactly("1", "2");
        assertThat(log.messages(deleted)).isEmpty();
        assertThat(count("webhook_endpoint")).isEqualTo(1);
        assertThat(count("webhook_lane")).isEqualTo(1);
    }

    @Test
    void a_test_goes_to_the_endpoint_that_is_tested_whatever_it_asked_for() throws SQLException {
        var tested = log.endpoint(URL, List.of("journal.created"), List.of());
        var other = log.endpoint(URL);
        log.happens(tested.endpoint(), new TestRequested(tested.endpoint()));
        drain(log.feed());
        assertThat(log.column(tested, "type")).containsExactly("webhook_endpoint.test");
        assertThat(log.messages(other)).isEmpty();
    }

    @Test
    void what_is_asked_for_again_is_pending_again_and_nothing_else() throws SQLException {
        var endpoint = log.endpoint(URL);
        for (var i = 0; i < 5; i++) log.stage(CONTACT, "CONTACT");
        drain(log.feed());
        log.sql.update(
                "UPDATE stageline.webhook_message SET state = CASE WHEN sequence IN (2, 4) THEN 'failed' ELSE 'delivered' END");
        log.sql.update("DELETE FROM stageline.webhook_lane");
        log.happens(endpoint.endpoint(), new ReplayRequested(endpoint.endpoint(), 1, 3, true));
        drain(log.feed());
        assertThat(log.column(endpoint, "state"))
                .containsExactly("delivered", "pending", "delivered", "failed", "delivered");
        assertThat(count("webhook_lane")).isEqualTo(1);
        log.happens(endpoint.endpoint(), new ReplayRequested(endpoint.endpoint(), 4, 5, false));
        drain(log.feed());
        assertThat(log.column(endpoint, "state"))
                .containsExactly("delivered", "pending", "delivered", "pending", "pending");
    }

    @Test
    void an_event_that_cannot_be_read_holds_up_nobody_and_is_told_as_soon_as_it_can_be() throws Exception {
        var endpoint = log.endpoint(URL);
        var strange = log.stage(CONTACT, "CONTACT");
        var next = log.stage(UUID.randomUUID(), "CONTACT");
        rename(strange, "entry.teleported/1");
        drainInAnotherProcess();
        assertThat(log.column(endpoint, "position")).containsExactly("" + next);
        assertThat(count("webhook_untold")).isEqualTo(1);
        rename(strange, "entry.stage-recorded/1");
        drainInAnotherProcess();
        drainInAnotherProcess();
        assertThat(log.column(endpoint, "position")).containsExactly("" + next, "" + strange);
        assertThat(log.column(endpoint, "sequence")).containsExactly("1", "2");
        assertThat(count("webhook_untold")).isZero();
    }

    @Test
    void an_event_whose_history_cannot_be_read_is_put_aside_too() throws Exception {
        var endpoint = log.endpoint(URL);
        var strange = log.stage(CONTACT, "CONTACT");
        log.stage(CONTACT, "MEET");
        rename(strange, "entry.teleported/1");
        drainInAnotherProcess();
        assertThat(log.messages(endpoint)).isEmpty();
        assertThat(count("webhook_untold")).isEqualTo(2);
        rename(strange, "entry.stage-recorded/1");
        drainInAnotherProcess();
        assertThat(log.column(endpoint, "sequence")).containsExactly("1", "2");
        assertThat(body(endpoint, 2).at("/previous/currentStage").asString()).isEqualTo("CONTACT");
    }

    @Test
    void what_is_late_to_be_known_of_an_endpoint_is_true_of_it_as_if_it_had_come_in_time() throws Exception {
        var endpoint = log.endpoint(URL);
        var types = log.happens(endpoint.endpoint(), log.changed(endpoint, List.of("journal.created")));
        log.happens(endpoint.endpoint(), new EndpointPaused(endpoint.endpoint()));
        var resumed = log.happens(endpoint.endpoint(), new EndpointResumed(endpoint.endpoint()));
        log.happens(endpoint.endpoint(), new EndpointDisabled(endpoint.endpoint(), "gone"));
        rename(types, "webhook-endpoint.moved/1");
        rename(resumed, "webhook-endpoint.moved/1");
        log.stage(CONTACT, "CONTACT");
        drainInAnotherProcess();
        assertThat(endpoints("state || version")).containsExactly("disabled5");
        assertThat(log.column(endpoint, "sequence")).containsExactly("1", "2");
        rename(types, "webhook-endpoint.changed/1");
        drainInAnotherProcess();
        rename(resumed, "webhook-endpoint.resumed/1");
        log.stage(CONTACT, "MEET");
        drainInAnotherProcess();
        assertThat(endpoints("state || version || last_sequence || (event_types)[1]"))
                .containsExactly("disabled52journal.created");
        assertThat(count("webhook_untold")).isZero();
    }

    @Test
    void what_failed_at_one_url_is_not_held_against_another() throws SQLException {
        var endpoint = log.endpoint(URL);
        var other = log.endpoint(URL);
        drain(log.feed());
        log.sql.update("INSERT INTO stageline.webhook_health SELECT tenant_id, endpoint_id, now() - interval '2 days'"
                + " FROM stageline.webhook_endpoint");
        log.happens(endpoint.endpoint(), log.changed(endpoint, List.of("*")));
        log.happens(other.endpoint(), new TestRequested(other.endpoint()));
        drain(log.feed());
        assertThat(log.sql.queryForList("SELECT endpoint_id FROM stageline.webhook_health", UUID.class))
                .containsExactly(other.endpoint());
    }

    @Test
    void an_endpoint_whose_creation_is_late_begins_with_all_that_was_decided_since_and_a_deleted_one_never()
            throws Exception {
        var late = log.endpoint(URL);
        log.happens(late.endpoint(), new EndpointPaused(late.endpoint()));
        var gone = log.endpoint(URL);
        log.happens(gone.endpoint(), new EndpointDeleted(gone.endpoint()));
        log.sql
                .queryForList(
                        "SELECT position FROM stageline.event WHERE type = 'webhook-endpoint.created/1'", Long.class)
                .forEach(position -> rename(position, "webhook-endpoint.begun/1"));
        drainInAnotherProcess();
        assertThat(count("webhook_endpoint")).isZero();
        log.sql
                .queryForList("SELECT position FROM stageline.webhook_untold", Long.class)
                .forEach(position -> rename(position, "webhook-endpoint.created/1"));
        drainInAnotherProcess();
        assertThat(endpoints("endpoint_id || state")).containsExactly(late.endpoint() + "paused");
    }

    private List<String> endpoints(String column) {
        return log.sql.queryForList("SELECT " + column + " FROM stageline.webhook_endpoint", String.class);
    }

    @Test
    void of_many_contacts_only_the_one_whose_history_cannot_be_read_is_put_aside() throws Exception {
        var endpoint = log.endpoint(URL);
        var strange = log.stage(CONTACT, "CONTACT");
        for (var i = 0; i < 9; i++) log.stage(new UUID(7, i), "CONTACT");
        for (var i = 0; i < 9; i++) log.stage(new UUID(7, i), "MEET");
        log.stage(CONTACT, "MEET");
        rename(strange, "entry.teleported/1");
        drainInAnotherProcess();
        assertThat(count("webhook_untold")).isEqualTo(2);
        assertThat(log.messages(endpoint)).hasSize(18);
        for (var i = 10; i <= 18; i++)
            assertThat(body(endpoint, i).at("/previous/currentStage").asString())
                    .isEqualTo("CONTACT");
    }

    private void rename(long position, String type) {
        new JdbcTemplate(log.database.asAdmin())
                .update("UPDATE stageline.event SET type = ?, digest = NULL WHERE position = ?", type, position);
    }

    private void drainInAnotherProcess() throws SQLException, InterruptedException {
        try (var logs =
                new EventLogs(log.connections, new EventTypes(), Clock.systemUTC(), new SimpleMeterRegistry())) {
            drain(new Feed(logs.log(0), log.connections, log.secrets));
        }
    }

    @Test
    void urls_and_secrets_are_nowhere_in_clear() throws SQLException {
        log.endpoint(URL);
        drain(log.feed());
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
        drain(log.feed());
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

    private long count(String table) {
        Long count = log.sql.queryForObject("SELECT count(*) FROM stageline." + table, Long.class);
        return count == null ? 0 : count;
    }

    private JsonNode body(EndpointKey endpoint, int sequence) {
        return JSON.readTree((String) log.messages(endpoint).get(sequence - 1).get("body"));
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

    private static void drain(Feed feed) throws SQLException {
        for (var fed = feed.feed(); fed != null && fed.events() > 0; fed = feed.feed()) continue;
    }
}
