package io.stageline.webhook.automation;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.stageline.eventlog.Append;
import io.stageline.eventlog.Append.NewEvent;
import io.stageline.eventlog.EventLogs;
import io.stageline.eventlog.EventTypes;
import io.stageline.eventlog.Origin;
import io.stageline.eventlog.Schema;
import io.stageline.eventlog.StreamKey;
import io.stageline.journal.events.EntryEvent.StageRecorded;
import io.stageline.privacy.MasterKey;
import io.stageline.privacy.Secrets;
import io.stageline.test.TestDatabase;
import io.stageline.webhook.events.EndpointSettings;
import io.stageline.webhook.events.WebhookEvent.EndpointChanged;
import io.stageline.webhook.events.WebhookEvent.EndpointCreated;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.springframework.jdbc.core.JdbcTemplate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A log in which things happen, and the queue that follows from it. */
final class Happenings implements AutoCloseable {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    static final UUID TENANT = UUID.fromString("0190f7a1-0000-7000-8000-000000000001");
    static final UUID JOURNAL = UUID.fromString("0190f7a1-0000-7000-8000-000000000002");

    final TestDatabase database = TestDatabase.migrated();
    final DataSource connections = database.as(Schema.WRITE);
    final JdbcTemplate sql = new JdbcTemplate(connections);
    final EventLogs logs = new EventLogs(connections, new EventTypes(), Clock.systemUTC(), new SimpleMeterRegistry());
    final Secrets secrets = new Secrets(new MasterKey(new byte[MasterKey.BYTES]));
    private final Map<StreamKey, Long> versions = new HashMap<>();

    /** An endpoint of the usual tenant that hears of everything. */
    EndpointKey endpoint(String url) {
        return endpoint(url, List.of("*"), List.of(1, 1, 1, 1));
    }

    EndpointKey endpoint(String url, List<String> types, List<Integer> retrySeconds) {
        var key = new EndpointKey(TENANT, UUID.randomUUID());
        happens(key.endpoint(), created(key, url, types, retrySeconds, 2));
        return key;
    }

    EndpointCreated created(EndpointKey key, String url, List<String> types, List<Integer> retrySeconds, int timeout) {
        return new EndpointCreated(
                key.endpoint(), settings(key, url, types, retrySeconds, timeout), seal(key, "secret", SECRET));
    }

    EndpointChanged changed(EndpointKey key, List<String> types) {
        return new EndpointChanged(
                key.endpoint(), settings(key, "https://receiver.example/other", types, List.of(1), 2));
    }

    private EndpointSettings settings(
            EndpointKey key, String url, List<String> types, List<Integer> retrySeconds, int timeout) {
        return new EndpointSettings("Ledger", seal(key, "url", url), null, types, timeout, null, retrySeconds);
    }

    io.stageline.events.Sealed seal(EndpointKey key, String field, String text) {
        return secrets.seal(key.tenant(), key.endpoint(), field, text);
    }

    /** Something happens in a stream of the usual tenant; gives back its position. */
    long happens(UUID stream, Object... events) {
        return happensTo(TENANT, stream, events);
    }

    long happensTo(UUID tenant, UUID stream, Object... events) {
        var key = new StreamKey(tenant, stream);
        var version = versions.getOrDefault(key, 0L);
        var news = List.of(events).stream()
                .map(event -> new NewEvent(UUID.randomUUID(), event))
                .toList();
        var origin = new Origin(UUID.randomUUID(), UUID.randomUUID(), UUID.randomUUID());
        var appended =
                logs.append(new Append(key, version, news, origin, null, null)).join();
        versions.put(key, appended.version());
        return appended.last();
    }

    /** A contact reaches a stage; its entry has the stream of its own id. */
    long stage(UUID contact, String stage) {
        return happens(
                contact,
                new StageRecorded(
                        JOURNAL,
                        contact,
                        UUID.randomUUID(),
                        stage,
                        Instant.parse("2026-01-02T03:04:05Z"),
                        null,
                        List.of()));
    }

    Feed feed() {
        return new Feed(logs.log(0), connections, secrets);
    }

    /** Does to its end what was asked about many messages; gives back in how many pieces. */
    int errands() throws SQLException {
        var pieces = 0;
        while (new Errands(connections).step()) pieces++;
        return pieces;
    }

    /** The sequence numbers, types and bodies in the queue of an endpoint, in order. */
    List<Map<String, Object>> messages(EndpointKey endpoint) {
        return sql.queryForList(
                "SELECT * FROM stageline.webhook_message WHERE endpoint_id = ? ORDER BY sequence", endpoint.endpoint());
    }

    List<String> column(EndpointKey endpoint, String column) {
        return messages(endpoint).stream()
                .map(row -> String.valueOf(row.get(column)))
                .toList();
    }

    void awaitState(EndpointKey endpoint, String state) {
        Await.until("it is " + state, () -> column(endpoint, "state").equals(List.of(state)));
    }

    /** The states of an endpoint's messages in order, by their first letters. */
    String states(EndpointKey endpoint) {
        return column(endpoint, "state").stream()
                .map(state -> state.substring(0, 1))
                .collect(Collectors.joining());
    }

    List<String> attempts(EndpointKey endpoint) {
        return sql.queryForList("""
                SELECT concat_ws(' ', sequence, attempt, coalesce(status::text, 'null'), coalesce(error, 'null'))
                  FROM stageline.webhook_attempt
                 WHERE endpoint_id = ?
                 ORDER BY sequence, attempt""", String.class, endpoint.endpoint());
    }

    long count(String table) {
        Long count = sql.queryForObject("SELECT count(*) FROM stageline." + table, Long.class);
        return count == null ? 0 : count;
    }

    JsonNode body(EndpointKey endpoint, int sequence) {
        return JSON.readTree((String) messages(endpoint).get(sequence - 1).get("body"));
    }

    void drain(Feed feed) throws SQLException {
        for (var fed = feed.feed(); fed != null && fed.events() > 0; fed = feed.feed()) continue;
    }

    /** As another process does, that has just been told of the endpoints. */
    void drain() throws SQLException {
        drain(feed());
    }

    @Override
    public void close() throws InterruptedException {
        logs.close();
        database.close();
    }
}
