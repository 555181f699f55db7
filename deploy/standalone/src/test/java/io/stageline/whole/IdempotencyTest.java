package io.stageline.whole;

import static org.assertj.core.api.Assertions.assertThat;

import io.stageline.http.Scope;
import io.stageline.write.StoredAnswers;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.JdbcTemplate;

/** QUALITY B21 to B25 on every route that writes; the routes are those that the API itself describes. */
class IdempotencyTest {
    private static final String HEADER = "Idempotency-Key";
    private static final String REPLAYED = "Idempotency-Replayed";
    private static final String NOBODY = "0190f7a1-0000-7000-8000-00000000dead";
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String LOCK_HEAD = "SELECT position FROM stageline.log_head FOR UPDATE";
    private static final String WAITING = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'";
    private static final String AGE = "UPDATE stageline.idempotency SET recorded_at = recorded_at - interval '%s'";
    private static final List<Sample> ALL = Sample.writing();
    private static final List<String> MALFORMED = List.of(
            "\"\"",
            "a".repeat(256),
            "\"" + "a".repeat(256) + "\"",
            "\"open",
            "two words",
            "\"a\", \"b\"",
            "\"a\";p=1",
            "\"tab\there\"",
            "\"half\\\"",
            "\"a\\b\"",
            "a/b");

    private final JdbcTemplate database = TheServer.administrator().database();
    private final LogChecks log = new LogChecks(database);
    private final Client client = TheServer.newTenant();

    static Stream<Sample> keyed() {
        return ALL.stream().filter(route -> route.route().decides());
    }

    static Stream<Sample> unkeyed() {
        return ALL.stream().filter(route -> !route.route().decides());
    }

    @Test
    void all_routes_are_there() {
        assertThat(keyed()).hasSizeGreaterThan(9);
        assertThat(unkeyed()).hasSizeGreaterThan(2);
    }

    @ParameterizedTest
    @MethodSource("keyed")
    void b21_a_malformed_key_is_400_and_nothing_happens(Sample route) {
        var path = route.path(client);
        var events = log.events();
        for (var key : MALFORMED) isMalformed(route.send(client, path, HEADER, key));
        isMalformed(route.send(client, path, HEADER, "a", HEADER, "a"));
        assertThat(log.events()).isEqualTo(events);
        assertThat(route.send(client, path).status()).as("no key is required").isBetween(200, 201);
    }

    @ParameterizedTest
    @MethodSource("unkeyed")
    void b21_a_route_that_takes_no_key_says_so_instead_of_passing_over_it(Sample route) {
        var path = route.path(client);
        var events = log.events();
        isMalformed(route.send(client, path, HEADER, "\"key\""));
        assertThat(log.events()).isEqualTo(events);
    }

    @ParameterizedTest
    @MethodSource("keyed")
    void the_same_request_gets_the_same_answer_byte_by_byte(Sample route) {
        var path = route.path(client);
        var first = route.send(client, path, HEADER, "\"again\"");
        assertThat(first.status()).isBetween(200, 201);
        assertThat(first.header(REPLAYED)).isEmpty();
        var events = log.events();
        isReplay(route.send(client, path, HEADER, "\"again\""), first);
        isReplay(route.send(client, path, HEADER, "again"), first);
        isReplay(route.send(client, path, HEADER, "again", "If-Match", "\"999\""), first);
        assertThat(log.events()).isEqualTo(events);
    }

    @ParameterizedTest
    @MethodSource("keyed")
    void a_request_that_changed_nothing_is_remembered_too(Sample route) {
        var path = route.path(client);
        route.send(client, path);
        var second = route.send(client, path, HEADER, "\"second\"");
        isReplay(route.send(client, path, HEADER, "\"second\""), second);
    }

    @ParameterizedTest
    @MethodSource("keyed")
    void a_refusal_is_remembered_whatever_happens_meanwhile(Sample route) {
        if (!route.route().path().contains("{")) return; // nothing about a new thing can be refused by its state
        var path = aboutNobody(route);
        var first = route.send(client, path, HEADER, "\"refused\"");
        assertThat(first.status()).isEqualTo(404);
        assertThat(first.header(REPLAYED)).isEmpty();
        isReplay(route.send(client, path, HEADER, "\"refused\""), first);
    }

    @ParameterizedTest
    @MethodSource("keyed")
    void b22_the_key_of_another_request_is_422(Sample route) {
        var path = route.path(client);
        var first = route.send(client, path, HEADER, "\"mine\"");
        var events = log.events();
        if (route.body() != null) {
            isReused(route.sendBody(client, path, route.body().replace("{", "{ "), HEADER, "\"mine\""));
            reordered(route.body()).forEach(body -> isReused(route.sendBody(client, path, body, HEADER, "\"mine\"")));
        }
        assertThat(log.events()).isEqualTo(events);
        var others = keyed().filter(other -> !other.equals(route)).toList();
        others.forEach(other -> isReused(other.send(client, aboutNobody(other), HEADER, "\"mine\"")));
        var next = others.get(keyed().toList().indexOf(route) % others.size());
        isReused(next.send(client, next.path(client), HEADER, "\"mine\""));
        if (route.route().path().contains("{")) isReused(route.send(client, route.path(client), HEADER, "\"mine\""));
        isReplay(route.send(client, path, HEADER, "\"mine\""), first);
    }

    @ParameterizedTest
    @MethodSource("keyed")
    void b23_while_the_first_runs_the_same_is_409_and_another_422(Sample route) throws SQLException {
        var path = route.path(client);
        CompletableFuture<Answer> first;
        try (var lock = TheServer.administrator().address().administrator().getConnection();
                var statement = lock.createStatement()) {
            lock.setAutoCommit(false);
            statement.execute(LOCK_HEAD);
            first = async(() -> route.send(client, path, HEADER, "\"now\""));
            Await.until("the first waits for the head", PATIENCE, () -> log.number(WAITING) > 0);
            var second = route.send(client, path, HEADER, "\"now\"");
            assertThat(second.status()).isEqualTo(409);
            assertThat(second.at("/code")).isEqualTo("idempotency-in-flight");
            var other = keyed().filter(
                            one -> !one.equals(route) && !one.route().path().contains("{"))
                    .findFirst();
            isReused(other.orElseThrow().send(client, other.get().route().path(), HEADER, "\"now\""));
            lock.rollback();
        }
        assertThat(first.join().status()).isBetween(200, 201);
        isReplay(route.send(client, path, HEADER, "\"now\""), first.join());
    }

    @ParameterizedTest
    @MethodSource("keyed")
    void b24_the_key_of_another_tenant_is_another_key(Sample route) {
        var stranger = TheServer.newTenant();
        var mine = route.send(client, route.path(client), HEADER, "\"common\"");
        var theirs = route.send(stranger, route.path(stranger), HEADER, "\"common\"");
        assertThat(theirs.status()).isEqualTo(mine.status());
        assertThat(theirs.header(REPLAYED)).isEmpty();
        assertThat(theirs.text()).isNotEqualTo(mine.text());
    }

    @ParameterizedTest
    @MethodSource("keyed")
    void b25_a_key_is_kept_for_seven_days_and_then_begins_anew(Sample route) {
        var path = route.path(client);
        var first = route.send(client, path, HEADER, "\"old\"");
        grow("6 days 23 hours");
        isReplay(route.send(client, path, HEADER, "\"old\""), first);
        grow("1 hour");
        var anew = route.send(client, path, HEADER, "\"old\"");
        assertThat(anew.header(REPLAYED)).isEmpty();
        isReplay(route.send(client, path, HEADER, "\"old\""), anew);
    }

    /** What no client library would send. */
    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\"\u00e4\"", "\"a\u0001b\"", "\"a\u007fb\"", "\u0000", "a\u0001"})
    void b21_raw_bytes_that_are_no_key_are_400(String key) throws IOException {
        var request = "POST /v1/journals HTTP/1.1\r\nHost: here\r\nContent-Type: application/json\r\n"
                + "Authorization: Bearer " + TheServer.newKey(Scope.admin) + "\r\nConnection: close\r\n"
                + "Content-Length: 12\r\nIdempotency-Key: " + key + "\r\n\r\n{\"name\":\"x\"}";
        var events = log.events();
        try (var socket = new Socket("localhost", URI.create(TheServer.url()).getPort())) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            var answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(answer).startsWith("HTTP/1.1 400 ");
        }
        assertThat(log.events()).isEqualTo(events);
    }

    @Test
    void quotes_and_backslashes_of_a_key_are_escaped_as_rfc_8941_has_it() {
        var body = "{\"name\":\"Ada\"}";
        var first = client.post("/v1/contacts", body, HEADER, "\"say \\\"hi\\\" \\\\ bye\"");
        assertThat(first.status()).isEqualTo(201);
        isReplay(client.post("/v1/contacts", body, HEADER, "\"say \\\"hi\\\" \\\\ bye\""), first);
        assertThat(client.post("/v1/contacts", body, HEADER, "\"" + "\\\"".repeat(255) + "\"")
                        .status())
                .isEqualTo(201);
        isMalformed(client.post("/v1/contacts", body, HEADER, "\"" + "\\\"".repeat(256) + "\""));
    }

    /** The stored answers of all tenants of this test's server grow older, and what is too old is dropped. */
    private void grow(String age) {
        database.update(AGE.formatted(age));
        TheServer.bean(StoredAnswers.class).dropOld();
    }

    private static Stream<String> reordered(String body) {
        var members = body.substring(1, body.length() - 1).split(",(?=\")");
        return members.length < 2
                ? Stream.empty()
                : Stream.of(
                        "{" + String.join(",", List.of(members).subList(1, members.length)) + "," + members[0] + "}");
    }

    private static String aboutNobody(Sample route) {
        return route.route().path().replaceAll("\\{[^}]*}", NOBODY);
    }

    private static void isMalformed(Answer answer) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(400);
        assertThat(answer.at("/code")).isEqualTo("idempotency-key-malformed");
    }

    private static void isReused(Answer answer) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(422);
        assertThat(answer.at("/code")).isEqualTo("idempotency-key-reused");
    }

    private static void isReplay(Answer answer, Answer first) {
        assertThat(answer.text()).isEqualTo(first.text());
        assertThat(answer.status()).isEqualTo(first.status());
        assertThat(answer.header(REPLAYED)).isEqualTo("true");
        for (var header : List.of("ETag", "Stageline-Position", "Content-Type"))
            assertThat(answer.header(header)).isEqualTo(first.header(header));
    }

    private static CompletableFuture<Answer> async(Supplier<Answer> request) {
        return CompletableFuture.supplyAsync(request, work -> new Thread(work).start());
    }
}
