package io.stageline.whole;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.stageline.http.ApiKey;
import io.stageline.http.Scope;
import io.stageline.projection.Generation;
import io.stageline.projection.bulk.Job;
import io.stageline.projection.bulk.Job.Kind;
import io.stageline.projection.bulk.Jobs;
import io.stageline.standalone.Server;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.jdbc.core.JdbcTemplate;

/** What administrators of a tenant do to what it is shown, over HTTP; S5-P10, S3-P11.d. */
class ReplayApiTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String FAST = "{\"projection\":\"grid\",\"rate\":10000}";
    private static final String SLOW = "{\"projection\":\"grid\",\"rate\":5}";
    private static final String NOBODY = "01990000-0000-7000-8000-00000000dead";
    private static final String GRID = "/v1/generations/grid/";
    private static final String AUDITED = """
            SELECT action FROM stageline.replay_audit WHERE for_tenant = ? AND actor = ? ORDER BY n""";
    private static final String OF_TYPE = """
            UPDATE stageline.event SET type = ?, digest = NULL WHERE stream_id = ?::uuid AND version = 1""";
    private static final String UNPROVEN = """
            UPDATE stageline.generation SET state = 'following', proof = NULL WHERE only_tenant = ?""";

    private final JdbcTemplate database = TheServer.administrator().database();
    private final String key = TheServer.newKey(Scope.admin);
    private final UUID keyId = requireNonNull(ApiKey.parse(key)).keyId();
    private final Client client = new Client(TheServer.url(), key);
    private final UUID tenant = requireNonNull(
            database.queryForObject("SELECT tenant_id FROM stageline.api_key WHERE key_id = ?", UUID.class, keyId));
    private final String journal = client.journal("Appeal");
    private final Jobs jobs = new Jobs(TheServer.administrator().address().administrator(), Clock.systemUTC());

    @AfterEach
    void dropAll() {
        OwnGenerations.dropAll();
    }

    @Test
    void a_generation_is_built_proven_shown_taken_back_and_dropped() {
        work(20);
        var before = grid(0);
        var started = client.post("/v1/replays", FAST);
        assertThat(started.status()).as(started.text()).isEqualTo(202);
        assertThat(started.header("Location")).isEqualTo("/v1/replays/" + started.at("/jobId"));
        var built = OwnGenerations.await(client, started.at("/jobId"));
        assertThat(built.at("/state")).as(built.text()).isEqualTo("done");
        assertThat(built.number("/differences")).isZero();
        var number = built.at("/generation");
        assertThat(state(number)).isEqualTo("verified");

        var verified = client.post(GRID + number + "/verify?whole=true", "");
        assertThat(verified.status()).as(verified.text()).isEqualTo(202);
        var proof = OwnGenerations.await(client, verified.at("/jobId"));
        assertThat(proof.at("/kind")).isEqualTo("verify");
        assertThat(proof.number("/differences")).isZero();

        var promoted = client.post(GRID + number + "/promote", "");
        assertThat(promoted.status()).as(promoted.text()).isEqualTo(200);
        assertThat(promoted.at("/state")).isEqualTo("live");
        assertThat(promoted.json().at("/proof/whole").asBoolean()).isTrue();
        assertThat(grid(0)).isEqualTo(before);
        assertThat(grid(work(1))).isNotEqualTo(before).contains("\"total\":21");

        var back = client.post(GRID + number + "/rollback", "");
        assertThat(back.status()).as(back.text()).isEqualTo(200);
        assertThat(back.json().at("/own").asBoolean()).isFalse();
        assertThat(state(number)).isEqualTo("warm");
        assertThat(grid(0)).contains("\"total\":21");

        assertThat(client.delete(GRID + number).status()).isEqualTo(204);
        assertThat(state(number)).isEmpty();
        assertThat(client.delete(GRID + number).at("/code")).isEqualTo("unknown-generation");
        assertThat(audited()).containsExactly("run", "verify", "promote", "rollback", "drop");
    }

    @Test
    void a_replay_may_show_what_it_has_proven() {
        work(5);
        var started = client.post("/v1/replays", "{\"projection\":\"grid\",\"promote\":true}");
        var done = OwnGenerations.await(client, started.at("/jobId"));
        assertThat(done.at("/state")).as(done.text()).isEqualTo("done");
        assertThat(state(done.at("/generation"))).isEqualTo("live");
        assertThat(audited()).containsExactly("run", "promote");
    }

    @Test
    void a_running_job_is_found_again_paused_and_gone_on_with() {
        work(40);
        var job = client.post("/v1/replays", SLOW).at("/jobId");
        var path = "/v1/replays/" + job;
        Await.until("something is folded", PATIENCE, () -> client.get(path).number("/seen") > 0);
        var found = client.get("/v1/replays").json().at("/items/0");
        assertThat(found.at("/jobId").asString()).isEqualTo(job);
        assertThat(found.at("/state").asString()).isEqualTo("running");
        assertThat(found.at("/seen").asLong()).isLessThan(found.at("/expected").asLong());
        Await.until("its speed is known", PATIENCE, () -> client.get(path).number("/secondsLeft") > 0);

        assertThat(client.post(path + "/pause", "").at("/state")).isIn("pausing", "paused");
        assertThat(OwnGenerations.await(client, job).at("/state")).isEqualTo("paused");
        assertThat(client.post(path + "/pause", "").at("/state")).isEqualTo("paused");

        assertThat(client.post(path + "/resume", "").at("/state")).isEqualTo("running");
        assertThat(client.post(path + "/resume", "").at("/jobId")).isEqualTo(job);
        client.post(path + "/pause", "");
        OwnGenerations.await(client, job);

        assertThat(client.post("/v1/replays", FAST).at("/jobId")).isEqualTo(job);
        var done = OwnGenerations.await(client, job);
        assertThat(done.at("/state")).isEqualTo("done");
        assertThat(done.number("/differences")).isZero();
        assertThat(client.post(path + "/resume", "").at("/state")).isEqualTo("done");
        assertThat(audited()).containsExactly("run", "pause", "run", "pause", "run");
    }

    @Test
    void a_second_one_is_refused_and_its_own_tenant_is_told_by_whom() {
        work(40);
        var job = client.post("/v1/replays", SLOW).at("/jobId");
        var refused = client.post("/v1/replays", FAST);
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.at("/code")).isEqualTo("replay-running");
        assertThat(refused.at("/holder")).startsWith("key " + keyId);
        var stranger = TheServer.newTenant().post("/v1/replays", FAST);
        assertThat(stranger.at("/code")).isEqualTo("replay-running");
        assertThat(stranger.text()).doesNotContain(keyId.toString());
        client.post("/v1/replays/" + job + "/pause", "");
        assertThat(OwnGenerations.await(client, job).at("/state")).isEqualTo("paused");
    }

    @Test
    void what_others_hold_for_long_is_answered_with_503_and_may_be_asked_for_again() throws SQLException {
        try (var others = TheServer.administrator().address().administrator().getConnection()) {
            others.setAutoCommit(false);
            others.createStatement().execute("LOCK TABLE stageline.replay_job IN ACCESS EXCLUSIVE MODE");
            database.execute("ALTER ROLE postgres SET lock_timeout = '100ms'");
            var held = client.get("/v1/replays");
            assertThat(held.status()).as(held.text()).isEqualTo(503);
            assertThat(held.at("/code")).isEqualTo("overloaded");
            assertThat(held.header("Retry-After")).isEqualTo("1");
            assertThat(held.text()).doesNotContain("replay_job", "55P03");
        } finally {
            database.execute("ALTER ROLE postgres RESET lock_timeout");
        }
        assertThat(client.get("/v1/replays").status()).isEqualTo(200);
    }

    @Test
    void only_what_is_complete_and_proven_is_shown() {
        work(3);
        var number = OwnGenerations.of(client, "verified");
        database.update(UNPROVEN, tenant);
        var unproven = client.post(GRID + number + "/promote", "");
        assertThat(unproven.status()).isEqualTo(409);
        assertThat(unproven.at("/code")).isEqualTo("not-proven");
        var notLive = client.post(GRID + number + "/rollback", "");
        assertThat(notLive.at("/code")).isEqualTo("generation-state");
        assertThat(notLive.at("/state")).isEqualTo("following");

        OwnGenerations.await(client, client.post(GRID + number + "/verify", "").at("/jobId"));
        assertThat(client.post(GRID + number + "/promote", "").status()).isEqualTo(200);
        var shown = client.delete(GRID + number);
        assertThat(shown.status()).isEqualTo(409);
        assertThat(shown.at("/state")).isEqualTo("live");
    }

    @Test
    void what_is_for_all_tenants_is_seen_without_numbers_and_left_alone() {
        var common = client.get("/v1/generations").json().at("/items/0");
        assertThat(common.at("/own").asBoolean()).isFalse();
        assertThat(common.at("/proof").isNull()).isTrue();
        var number = common.at("/generation").asInt();
        for (var path : List.of("/verify", "/promote", "/rollback"))
            assertThat(client.post(GRID + number + path, "").at("/code")).isEqualTo("forbidden");
        assertThat(client.delete(GRID + number).at("/code")).isEqualTo("forbidden");

        var job = jobs.begin(Kind.RUN, generation(number, null), 0, "operator");
        jobs.seen(job.id(), "folding", 7, 10);
        jobs.end(job.id(), Job.State.DONE, 0L, null);
        var seen = client.get("/v1/replays/" + job.id());
        assertThat(seen.at("/phase")).isEqualTo("folding");
        for (var hidden : List.of("/seen", "/expected", "/rate", "/differences"))
            assertThat(seen.json().at(hidden).isNull()).as(hidden).isTrue();
        assertThat(client.post("/v1/replays/" + job.id() + "/pause", "").at("/code"))
                .isEqualTo("forbidden");
    }

    @Test
    void a_job_whose_process_was_killed_is_shown_as_paused() {
        var job = jobs.begin(Kind.RUN, generation(999, tenant), 5, "somebody who was killed");
        assertThat(client.get("/v1/replays/" + job.id()).at("/state")).isEqualTo("paused");
        assertThat(jobs.find(job.id())).map(Job::state).contains(Job.State.PAUSED);
        assertThat(client.post("/v1/replays/" + job.id() + "/resume", "").at("/code"))
                .isEqualTo("unknown-generation");
    }

    @Test
    void a_server_that_stops_pauses_its_job_and_the_next_one_goes_on_with_it(@TempDir Path directory) {
        String job;
        try (var server = Server.start(SomeLogs.in(directory))) {
            var first = admin(server, directory);
            var grid = first.journal("Appeal");
            for (var n = 0; n < 20; n++) first.entry(grid, first.contact("Ada " + n));
            job = first.post("/v1/replays", SLOW).at("/jobId");
            Await.until(
                    "something is folded",
                    PATIENCE,
                    () -> first.get("/v1/replays/" + job).number("/seen") > 0);
        }
        try (var server = Server.start(SomeLogs.in(directory))) {
            var next = admin(server, directory);
            var paused = next.get("/v1/replays/" + job);
            assertThat(paused.at("/state")).as(paused.text()).isEqualTo("paused");
            assertThat(next.get("/v1/generations")
                            .json()
                            .at("/items/1/position")
                            .asLong())
                    .isPositive();
            assertThat(next.post("/v1/replays", FAST).at("/jobId")).isEqualTo(job);
            Await.until("it is done", PATIENCE, () -> next.get("/v1/replays/" + job)
                    .at("/state")
                    .equals("done"));
            assertThat(next.get("/v1/replays/" + job).number("/differences")).isZero();
        }
    }

    private static Client admin(Server server, Path directory) {
        return new Client(server.url(), new Administrator(directory).adminKey());
    }

    @Test
    void another_tenants_things_do_not_exist() {
        work(1);
        var number = OwnGenerations.of(client, "verified");
        var job = OwnGenerations.job(client);
        var letter = DeadLetters.about(client, client.contact("Ada"));
        var stranger = TheServer.newTenant();
        assertThat(stranger.get("/v1/replays").text()).doesNotContain(job);
        assertThat(stranger.get("/v1/dead-letters").text()).doesNotContain(letter);
        assertThat(stranger.get("/v1/generations").json().at("/items")).hasSize(1);
        isUnknown(stranger.get("/v1/replays/" + job), stranger.get("/v1/replays/" + NOBODY));
        isUnknown(stranger.delete(GRID + number), stranger.delete(GRID + "999999"));
        isUnknown(stranger.get("/v1/dead-letters/" + letter), stranger.get("/v1/dead-letters/" + NOBODY));
    }

    private static void isUnknown(Answer foreign, Answer unknown) {
        assertThat(foreign.status()).isEqualTo(404).isEqualTo(unknown.status());
        assertThat(foreign.at("/code")).isEqualTo(unknown.at("/code")).startsWith("unknown-");
        assertThat(foreign.at("/detail")).isEqualTo(unknown.at("/detail"));
    }

    @Test
    void a_letter_is_listed_shown_given_up_with_a_reason_and_folded_after_all() {
        var contact = client.contact("Grace");
        var letter = DeadLetters.about(client, contact);
        var listed = client.get("/v1/dead-letters?status=parked").json();
        assertThat(listed.at("/total").asInt()).isEqualTo(1);
        assertThat(listed.at("/items/0/letterId").asString()).isEqualTo(letter);
        assertThat(listed.at("/items/0/payload").isNull()).isTrue();
        var path = "/v1/dead-letters/" + letter;
        var shown = client.get(path);
        assertThat(shown.at("/streamId")).isEqualTo(contact);
        assertThat(shown.at("/cause")).isEqualTo("fold-failed");
        assertThat(shown.at("/payload")).isEqualTo("{\"as\": \"found\"}");

        assertThat(client.post(path + "/drop", "{\"reason\":\" \"}").status()).isEqualTo(422);
        var dropped = client.post(path + "/drop", "{\"reason\":\"sent twice\"}");
        assertThat(dropped.at("/status")).as(dropped.text()).isEqualTo("dropped");
        assertThat(dropped.at("/reason")).isEqualTo("sent twice");
        assertThat(dropped.at("/closedBy")).isEqualTo("key " + keyId);
        assertThat(client.get("/v1/dead-letters?status=parked").number("/total"))
                .isZero();

        var folded = client.post(path + "/retry", "");
        assertThat(folded.status()).as(folded.text()).isEqualTo(200);
        assertThat(folded.at("/status")).isEqualTo("done");
        assertThat(folded.number("/attempts")).isEqualTo(1);
        assertThat(client.get("/v1/contacts/" + contact).at("/name")).isEqualTo("Grace");
        assertThat(audited()).containsExactly("drop-letter", "retry-letter");
    }

    @Test
    void a_letter_that_cannot_be_folded_yet_stays_and_is_audited_all_the_same() {
        var contact = client.contact("Grace");
        var path = "/v1/dead-letters/" + DeadLetters.about(client, contact);
        database.update(OF_TYPE, "contact.of-tomorrow/1", contact);
        try {
            var tried = client.post(path + "/retry", "");
            assertThat(tried.status()).as(tried.text()).isEqualTo(200);
            assertThat(tried.at("/status")).isEqualTo("parked");
            assertThat(tried.number("/attempts")).isEqualTo(1);
        } finally {
            database.update(OF_TYPE, "contact.added/1", contact);
        }
        assertThat(client.post(path + "/retry", "").at("/status")).isEqualTo("done");
        assertThat(audited()).containsExactly("retry-letter", "retry-letter");
    }

    @Test
    void letters_come_page_by_page() {
        var letters = Stream.of("A", "B", "C")
                .map(name -> DeadLetters.about(client, client.contact(name)))
                .toList();
        var first = client.get("/v1/dead-letters?limit=2").json();
        assertThat(first.at("/items").findValuesAsString("letterId")).isEqualTo(letters.subList(0, 2));
        var second = client.get(
                        "/v1/dead-letters?limit=2&cursor=" + first.at("/next").asString())
                .json();
        assertThat(second.at("/items").findValuesAsString("letterId")).isEqualTo(letters.subList(2, 3));
        assertThat(second.at("/next").isNull()).isTrue();
        assertThat(client.get("/v1/dead-letters?cursor=" + NOBODY).at("/code")).isEqualTo("invalid-cursor");
    }

    static Stream<Sample> administration() {
        return Sample.all().stream()
                .filter(sample -> sample.route().path().matches("/v1/(replays|generations|dead-letters).*"));
    }

    @ParameterizedTest
    @MethodSource("administration")
    void reading_needs_admin_too(Sample sample) {
        var everyday = TheServer.newTenant(Scope.read, Scope.write, Scope.ingest);
        var path = sample.route()
                .path()
                .replace("{projection}", "grid")
                .replace("{generation}", "2")
                .replaceAll("\\{[^}]*}", NOBODY);
        var refused = sample.send(everyday, path);
        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.at("/code")).isEqualTo("forbidden");
    }

    /** Contacts in the journal; gives back the position of the last one. */
    private long work(int contacts) {
        var position = 0L;
        for (var n = 0; n < contacts; n++) {
            var entry = client.entry(journal, client.contact("Ada " + n));
            position = client.post(entry + "/stages", "{\"stage\":\"MEET\",\"occurredAt\":\"2026-01-02T03:04:05Z\"}")
                    .number("/position");
        }
        return position;
    }

    private String grid(long minPosition) {
        var answer = client.get("/v1/journals/" + journal + "/grid?limit=100&minPosition=" + minPosition);
        assertThat(answer.status()).isEqualTo(200);
        return answer.text();
    }

    /** The state of an own generation, or nothing. */
    private String state(String number) {
        for (var one : client.get("/v1/generations").json().at("/items"))
            if (one.at("/own").asBoolean() && one.at("/generation").asString().equals(number))
                return one.at("/state").asString();
        return "";
    }

    private List<String> audited() {
        return database.queryForList(AUDITED, String.class, tenant, "key " + keyId);
    }

    private static Generation generation(int number, @Nullable UUID tenant) {
        return new Generation("grid", number, 4, tenant, Generation.State.BUILDING, "grid@" + number);
    }
}
