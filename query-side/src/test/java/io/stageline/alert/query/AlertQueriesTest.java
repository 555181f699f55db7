package io.stageline.alert.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.stageline.query.ReadServer;
import io.stageline.query.Rows;
import java.time.Duration;
import java.util.ArrayList;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AlertQueriesTest {
    private static final int ALERTS = 57;
    private static final String MESSAGE = """
            INSERT INTO stageline.webhook_message (tenant_id, endpoint_id, sequence, message_id, event_id, type, subject,
                   alert_id, position, body, created_at, state, attempts, tries, last_status, finished_at)
            VALUES (?, gen_random_uuid(), ?, gen_random_uuid(), gen_random_uuid(), ?, ?, ?, ?, '{}', now(), ?, 5, 5, ?, now())""";
    private static final String SILENCED = """
            INSERT INTO live.alert_step (tenant_id, alert_id, version, what, silence_id, until, recorded_at, actor)
            VALUES (?, ?, ?, 'SILENCED', ?, ?::timestamptz, now(), gen_random_uuid())""";
    private static ReadServer server;
    private static ReadServer.Tenant tenant;
    private static ReadServer.Tenant other;
    private static Rows rows;
    private static UUID journal;

    @BeforeAll
    static void start() {
        server = new ReadServer();
        tenant = server.tenant();
        other = server.tenant();
        rows = new Rows(server, tenant.id).contacts(ALERTS);
        journal = rows.journal("donors");
        rows.entries(journal, ALERTS).alerts(ALERTS).shown();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void alerts_are_paged_newest_first_each_exactly_once() {
        var alerts = new ArrayList<String>();
        var times = new ArrayList<String>();
        var cursor = "";
        do {
            var page = tenant.read("/v1/alerts?limit=10&cursor=" + cursor);
            assertThat(page.get("total").asInt()).isEqualTo(ALERTS);
            page.get("items").forEach(item -> {
                alerts.add(item.get("alertId").asString());
                times.add(0, item.get("raisedAt").asString());
            });
            cursor = page.get("next").isNull() ? null : page.get("next").asString();
        } while (cursor != null);
        assertThat(alerts).hasSize(ALERTS).doesNotHaveDuplicates();
        assertThat(times).isSorted();
    }

    @Test
    void alerts_are_found_by_what_they_are() {
        assertThat(total("status=OPEN")).isEqualTo(38).isEqualTo(total("status=RAISED"));
        assertThat(total("status=RESOLVED")).isEqualTo(19);
        assertThat(total("status=ACKNOWLEDGED")).isZero();
        assertThat(total("severity=WARNING&rule=00000000-0000-7000-9000-000000000001"))
                .isEqualTo(ALERTS);
        assertThat(total("severity=CRITICAL")).isZero();
        assertThat(total("mode=SHADOW")).isZero();
        assertThat(total("subject=Person%207")).isOne();
        assertThat(total("subject=" + Rows.contact(7))).isOne();
        assertThat(total("contact=" + Rows.contact(7))).isOne();
        assertThat(total("journal=" + journal)).isZero();
        assertThat(total("group=" + journal)).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"status=LOUD", "rule=x", "severity=7", "group=x", "mode=OFF", "contact=x", "limit=501"})
    void a_filter_that_means_nothing_is_refused(String filter) {
        assertThat(tenant.get("/v1/alerts?" + filter).statusCode()).isEqualTo(400);
    }

    @Test
    void an_alert_is_explained_by_its_rule_its_inputs_and_its_steps() {
        var explained = tenant.read("/v1/alerts/" + Rows.alert(1) + "/explain");
        assertThat(explained.at("/alert/alertId").asString())
                .isEqualTo(Rows.alert(1).toString());
        assertThat(explained.at("/rule/name").asString()).isEqualTo("Busy");
        assertThat(explained.at("/inputs/1/position").asInt()).isEqualTo(2);
        assertThat(explained.at("/inputs/1/recordedAt").isNull()).isFalse();
        assertThat(explained.at("/values/value").asDouble()).isEqualTo(95);
        assertThat(explained.at("/because").asString()).isEqualTo("95.0 is above 90.0");
        assertThat(explained.at("/steps/0/what").asString()).isEqualTo("RAISED");
        assertThat(explained.at("/sent").toString()).isEqualTo("{\"would\":true,\"why\":null}");
    }

    @Test
    void an_alert_tells_what_became_of_each_message_about_it_and_nothing_of_other_tenants() {
        message(tenant.id, 1, 7, "alert.raised", "failed", 500);
        message(tenant.id, 1, 9, "alert.resolved", "pending", null);
        message(tenant.id, 2, 8, "alert.raised", "delivered", 200);
        message(other.id, 1, 7, "alert.raised", "delivered", 200);
        var alert = tenant.read("/v1/alerts/" + Rows.alert(1));
        assertThat(alert.get("alertId").asString()).isEqualTo(Rows.alert(1).toString());
        var deliveries = alert.get("deliveries");
        assertThat(deliveries.size()).isEqualTo(2);
        assertThat(deliveries.at("/0/type").asString()).isEqualTo("alert.raised");
        assertThat(deliveries.at("/0/state").asString()).isEqualTo("failed");
        assertThat(deliveries.at("/0/lastStatus").asInt()).isEqualTo(500);
        assertThat(deliveries.at("/0/attempts").asInt()).isEqualTo(5);
        assertThat(deliveries.at("/0/finishedAt").isNull()).isFalse();
        assertThat(deliveries.at("/1/state").asString()).isEqualTo("pending");
        assertThat(tenant.read("/v1/alerts/" + Rows.alert(1) + "/explain").get("deliveries"))
                .isEqualTo(deliveries);
        assertThat(tenant.read("/v1/alerts/" + Rows.alert(3)).get("deliveries").size())
                .isZero();
        assertThat(tenant.read("/v1/alerts").at("/items/0").has("deliveries")).isFalse();
    }

    private static void message(UUID of, int alert, int position, String type, String state, @Nullable Integer status) {
        server.admin.update(
                MESSAGE, of, position, type, Rows.contact(alert), Rows.alert(alert), position, state, status);
    }

    @Test
    void who_asks_why_nobody_was_told_is_told() {
        set("silence_id = gen_random_uuid()", 4);
        assertThat(whyNot(4)).isEqualTo("silenced");
        set("mode = 'SHADOW', silence_id = gen_random_uuid()", 4);
        assertThat(whyNot(4)).isEqualTo("shadow");
        set("mode = 'LIVE', silence_id = NULL", 4);
    }

    @Test
    void an_alert_is_silenced_until_the_latest_end_of_the_silences_that_hold() {
        assertThat(silencedUntil(10)).isEqualTo("null");
        var longer = UUID.randomUUID();
        var shorter = UUID.randomUUID();
        silenced(10, 2, longer, Duration.ofHours(2));
        silenced(10, 3, shorter, Duration.ofHours(1));
        assertThat(silencedUntil(10)).isEqualTo("\"2026-03-01T14:00:00Z\"");
        silenced(10, 4, longer, Duration.ZERO);
        assertThat(silencedUntil(10)).isEqualTo("\"2026-03-01T13:00:00Z\"");
        silenced(10, 5, shorter, Duration.ofMinutes(-1));
        assertThat(silencedUntil(10)).isEqualTo("null");
    }

    private static void silenced(int alert, int version, UUID silence, Duration more) {
        var until = ReadServer.NOW.plus(more).toString();
        server.admin.update(SILENCED, tenant.id, Rows.alert(alert), version, silence, until);
    }

    private static String silencedUntil(int alert) {
        return tenant.read("/v1/alerts/" + Rows.alert(alert))
                .get("silencedUntil")
                .toString();
    }

    @Test
    void rules_and_what_they_said_are_listed() {
        assertThat(tenant.read("/v1/alert-rules").get("total").asInt()).isEqualTo(ALERTS);
        var rule = tenant.read("/v1/alert-rules/00000000-0000-7000-9000-000000000001");
        assertThat(rule.at("/rule/name").asString()).isEqualTo("Busy");
        assertThat(rule.get("silences").isArray()).isTrue();
        var revisions = tenant.read("/v1/alert-rules/00000000-0000-7000-9000-000000000001/revisions");
        assertThat(revisions.at("/items/0/rule/name").asString()).isEqualTo("Busy");
        assertThat(revisions.get("total").asInt()).isOne();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/alerts/00000000-0000-7000-a000-000000000001",
                "/v1/alerts/00000000-0000-7000-a000-000000000001/explain",
                "/v1/alert-rules/00000000-0000-7000-9000-000000000001",
                "/v1/alert-rules/00000000-0000-7000-9000-000000000001/revisions"
            })
    void what_is_another_tenants_looks_like_what_does_not_exist(String path) {
        var strange = other.get(path);
        assertThat(tenant.get(path).statusCode()).isEqualTo(200);
        assertThat(strange.statusCode()).isEqualTo(404);
        assertThat(strange.body())
                .isEqualTo(other.get(path.replace("0000001", "9999999")).body().replace("9999999", "0000001"));
    }

    @Test
    void a_row_counts_the_open_alerts_about_its_entry() {
        assertThat(openAlerts(1)).isOne();
        assertThat(openAlerts(3)).isZero();
        set("journal_id = gen_random_uuid()", 2);
        assertThat(openAlerts(2)).isZero();
        set("journal_id = '" + journal + "'", 2);
        assertThat(openAlerts(2)).isOne();
        set("mode = 'SHADOW'", 2);
        assertThat(openAlerts(2)).isZero();
        set("mode = 'LIVE', journal_id = NULL", 2);
    }

    @Test
    void the_grid_the_row_and_the_export_count_the_same() {
        var grid = tenant.read("/v1/journals/" + journal + "/grid?limit=500");
        var export = tenant.get("/v1/journals/" + journal + "/export.ndjson").body();
        grid.get("rows").forEach(row -> {
            var contact = row.get("contactId").asString();
            var one = tenant.read("/v1/journals/" + journal + "/entries/" + contact);
            assertThat(row.get("openAlerts")).isEqualTo(one.get("openAlerts"));
            assertThat(export).contains(row.toString());
        });
        assertThat(tenant.read("/v1/journals/" + journal + "/grid?limit=500&decision=NONE")
                        .toString())
                .contains("\"openAlerts\":1");
    }

    @Test
    void in_the_past_those_count_that_were_open_then() {
        var last = rows.position();
        set("opened = " + (last - 1) + ", closed = " + last, 8);
        assertThat(openAlertsAt(8, last - 2)).isZero();
        assertThat(openAlertsAt(8, last - 1)).isOne();
        assertThat(openAlertsAt(8, last)).isZero();
        set("opened = 8, closed = NULL", 8);
    }

    private static int total(String filter) {
        return tenant.read("/v1/alerts?" + filter).get("total").asInt();
    }

    private static String whyNot(int alert) {
        var sent = tenant.read("/v1/alerts/" + Rows.alert(alert) + "/explain").get("sent");
        assertThat(sent.get("would").asBoolean()).isFalse();
        return sent.get("why").asString();
    }

    /** As the projection does it: what a grid shows changes with its mark. */
    private static void set(String columns, int alert) {
        server.admin.update("UPDATE live.alert SET " + columns + " WHERE alert_id = ?", Rows.alert(alert));
        server.admin.update("UPDATE live.journal_mark SET position = position + 1 WHERE journal_id = ?", journal);
    }

    private static int openAlerts(int contact) {
        return tenant.read("/v1/journals/" + journal + "/entries/" + Rows.contact(contact))
                .get("openAlerts")
                .asInt();
    }

    private static int openAlertsAt(int contact, long position) {
        return tenant.read("/v1/journals/" + journal + "/entries/" + Rows.contact(contact) + "?atPosition=" + position)
                .get("openAlerts")
                .asInt();
    }
}
