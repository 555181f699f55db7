package io.stageline.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.r2dbc.spi.ConnectionFactory;
import io.stageline.eventlog.Follower;
import io.stageline.eventlog.Progress;
import io.stageline.http.Caller;
import io.stageline.http.Scope;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.reactive.result.method.annotation.RequestMappingHandlerMapping;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

class TenantReadsTest {
    private static final String UNKNOWN = "00000000-0000-7000-8000-999999999999";
    private static final String TOKEN = """
            INSERT INTO stageline.token_entry (processor_name, segment, token)
            VALUES ('grid', 0, '{"globalIndex": 50}')""";

    private static ReadServer server;
    private static ReadServer.Tenant tenant;
    private static ReadServer.Tenant stranger;
    private static UUID journal;

    @BeforeAll
    static void start() {
        server = new ReadServer();
        tenant = server.tenant();
        stranger = server.tenant();
        var rows = new Rows(server, tenant.id).contacts(1_000);
        journal = rows.journal("donors");
        rows.entries(journal, 1_000).alerts(1);
        rows.history(journal, Rows.contact(1), 60);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void another_tenants_ids_answer_exactly_like_unknown_ones_on_every_route() {
        var asked = new ArrayList<String>();
        for (var route : routes()) {
            if (!route.contains("{")) continue;
            var foreign = filled(route, journal, Rows.contact(1), Rows.RULE, Rows.alert(1));
            var unknown = filled(route, UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN);
            assertThat(tenant.get(foreign).statusCode()).as(foreign).isEqualTo(200);
            var toStranger = stranger.get(foreign);
            assertThat(toStranger.statusCode()).as(foreign).isEqualTo(404);
            assertThat(toStranger.body().replace(path(foreign), ""))
                    .isEqualTo(stranger.get(unknown).body().replace(path(unknown), ""));
            asked.add(route);
        }
        assertThat(asked).hasSizeGreaterThanOrEqualTo(6);
    }

    @Test
    void lists_show_a_stranger_nothing() {
        assertThat(stranger.read("/v1/journals").get("total").asInt()).isZero();
        assertThat(stranger.read("/v1/contacts?q=person").get("total").asInt()).isZero();
    }

    @Test
    void without_a_tenant_the_role_sees_no_row_and_may_write_none() {
        var database = DatabaseClient.create(server.bean(ConnectionFactory.class));
        for (var table : List.of("journal", "contact", "grid_row", "entry_event", "moment"))
            assertThat(database.sql("SELECT count(*) AS n FROM " + table)
                            .map(row -> row.get("n", Long.class))
                            .one()
                            .block())
                    .as(table)
                    .isZero();
        assertThat(database.sql("UPDATE journal SET name = 'x'")
                        .fetch()
                        .rowsUpdated()
                        .map(n -> "written")
                        .onErrorReturn("refused")
                        .block())
                .isEqualTo("refused");
    }

    @Test
    void the_tenant_of_one_read_is_gone_in_the_next() {
        tenant.read("/v1/journals");
        var database = DatabaseClient.create(server.bean(ConnectionFactory.class));
        var settings = Flux.range(0, 40)
                .flatMap(n -> database.sql("SELECT coalesce(current_setting('app.tenant', true), '') AS s")
                        .map(row -> Reading.need(row, "s", String.class))
                        .one())
                .collect(Collectors.toSet())
                .block();
        assertThat(settings).containsExactly("");
    }

    @Test
    void a_read_waits_for_the_position_that_its_projection_tells() {
        var answer = CompletableFuture.supplyAsync(() -> tenant.get("/v1/journals?minPosition=7"));
        server.standsAt(7);
        assertThat(answer.join().statusCode()).isEqualTo(200);
        server.admin.update("DELETE FROM stageline.token_entry");
    }

    @Test
    void what_was_told_of_a_generation_that_is_not_shown_is_waited_for() {
        server.bean(Progress.class).reached(new Follower("grid", 0), 9);
        assertThat(tenant.get("/v1/journals?minPosition=9").statusCode()).isEqualTo(503);
        var answer = CompletableFuture.supplyAsync(() -> tenant.get("/v1/journals?minPosition=9"));
        server.standsAt(9);
        assertThat(answer.join().statusCode()).isEqualTo(200);
        assertThat(answer.join().headers().firstValue("Stageline-Position")).hasValue("9");
        server.admin.update("DELETE FROM stageline.token_entry");
    }

    @Test
    void a_read_behind_a_position_that_does_not_come_is_503_after_two_seconds() {
        var begin = System.nanoTime();
        var answer = tenant.get("/v1/journals?minPosition=900000000");
        assertThat(Duration.ofNanos(System.nanoTime() - begin))
                .isBetween(Duration.ofMillis(1_900), Duration.ofSeconds(6));
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.headers().firstValue("Retry-After")).hasValue("1");
        assertThat(answer.body()).contains("projection-behind");
    }

    @Test
    void a_read_sees_a_position_that_another_process_wrote() {
        var answer = CompletableFuture.supplyAsync(() -> tenant.get("/v1/journals?minPosition=50"));
        server.admin.update(TOKEN);
        assertThat(answer.join().statusCode()).isEqualTo(200);
        assertThat(answer.join().headers().firstValue("Stageline-Position")).hasValue("50");
        server.admin.update("DELETE FROM stageline.token_entry");
    }

    @Test
    void who_waits_for_the_queue_of_webhooks_sees_how_far_another_process_fed_it() {
        var caller = new Caller(tenant.id, 0, UUID.randomUUID(), Set.of(Scope.read));
        var queue = server.bean(TenantReads.class);
        var before = queue.whenReached("webhooks", caller, 60L);
        assertThat(before.toFuture()).failsWithin(Duration.ofSeconds(6));
        var waiting = queue.whenReached("webhooks", caller, 60L).toFuture();
        server.admin.update("INSERT INTO stageline.webhook_feed VALUES (0, 60)"
                + " ON CONFLICT (log_id) DO UPDATE SET position = excluded.position");
        assertThat(waiting).succeedsWithin(Duration.ofSeconds(2));
    }

    @Test
    void a_kept_connection_goes_on_after_refusals_that_need_no_database() {
        for (int i = 0; i < 300; i++) {
            assertThat(tenant.get("/v1/journals").statusCode()).isEqualTo(200);
            assertThat(tenant.get("/v1/journals?limit=0").statusCode()).isEqualTo(400);
        }
    }

    @Test
    void the_api_describes_every_route_but_not_the_caller() {
        var api = tenant.read("/v3/api-docs");
        assertThat(api.get("paths").propertyNames()).containsAll(routes());
        assertThat(api.toString()).contains("minPosition").doesNotContain("\"caller\"", "keyId");
    }

    @Test
    void a_thousand_cancelled_reads_leave_no_connection_behind() {
        var reads = server.bean(TenantReads.class);
        var caller = new Caller(tenant.id, 0, UUID.randomUUID(), Set.of(Scope.read));
        var sleep = Sql.of("SELECT pg_sleep(0.002)");
        Flux.range(0, 1_000)
                .flatMap(
                        n -> reads.read(caller, null, When.NOW, reading -> reading.one(sleep, row -> n))
                                .timeout(Duration.ofNanos(n * 10_000L), Mono.empty()),
                        32)
                .blockLast();
        var lent = Flux.interval(Duration.ofMillis(20))
                .map(tick -> server.bean(CountedConnections.class).lent())
                .filter(number -> number == 0)
                .blockFirst(Duration.ofSeconds(10));
        assertThat(lent).isZero();
        assertThat(tenant.get("/v1/journals").statusCode()).isEqualTo(200);
    }

    private static Set<String> routes() {
        var mapping = server.bean(RequestMappingHandlerMapping.class);
        return mapping.getHandlerMethods().keySet().stream()
                .filter(info -> info.getMethodsCondition().getMethods().equals(Set.of(RequestMethod.GET)))
                .flatMap(info -> info.getPatternsCondition().getPatterns().stream())
                .map(Object::toString)
                .filter(pattern -> pattern.startsWith("/v1/"))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String filled(String route, Object journal, Object contact, Object rule, Object alert) {
        var path = route;
        var values = Map.of(
                "{journalId}",
                journal,
                "{contactId}",
                contact,
                "{ruleId}",
                rule,
                "{alertId}",
                alert,
                "{stage}",
                "MEET");
        for (var value : values.entrySet())
            path = path.replace(value.getKey(), value.getValue().toString());
        return path.endsWith("/diff") ? path + "?from=0" : path;
    }

    private static String path(String address) {
        return address.split("\\?")[0];
    }
}
