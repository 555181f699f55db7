package io.stageline.whole;

import static java.util.Objects.requireNonNull;

import io.stageline.alert.events.AlertEvent.Premise;
import io.stageline.alert.events.Evidence;
import io.stageline.alert.events.RuleText.Mode;
import io.stageline.alert.events.RuleText.Severity;
import io.stageline.alert.write.AlertAnswer;
import io.stageline.alert.write.AlertCommand.Concern;
import io.stageline.alert.write.AlertCommand.RaiseAlert;
import io.stageline.alert.write.AlertIds;
import io.stageline.http.Caller;
import io.stageline.http.Scope;
import io.stageline.write.Commands;
import io.stageline.write.Commands.Request;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** An alert of a new rule of a client, raised by the command by which every alert is raised. */
record RaisedAlert(String ruleId, String alertId) {
    private static final String TENANT_OF = "SELECT tenant_id FROM stageline.event WHERE stream_id = ?::uuid";
    private static final String LOG_OF = "SELECT log_id FROM stageline.event WHERE stream_id = ?::uuid";
    private static final String PARK = """
            INSERT INTO stageline.alert_intent (tenant_id, log_id, position, n, intent, parked_at, cause)
            SELECT tenant_id, log_id, position, 1000,
                   jsonb_build_object('tenant', tenant_id, 'alertId', stream_id, 'premise', payload -> 'premise', 'episode', 1,
                                      'at', payload -> 'at', 'why', 'CALMED', 'correlation', correlation_id),
                   now(), 'unknown-alert'
              FROM stageline.event
             WHERE stream_id = ?::uuid AND version = 1""";
    static final String RULE = "{\"name\":\"Busy\",\"severity\":\"WARNING\",\"condition\":"
            + "{\"kind\":\"threshold\",\"of\":{\"type\":\"cpu.load\"},\"is\":\"ABOVE\",\"limit\":90}}";

    /** A new rule of a client; each listens to signals of its own, as only so many rules may listen to the same. */
    static String rule(Client client) {
        return client.post("/v1/alert-rules", RULE.replace("cpu", "cpu-" + UUID.randomUUID()))
                .at("/ruleId");
    }

    static RaisedAlert of(Client client) {
        var rule = rule(client);
        var database = TheServer.administrator().database();
        var tenant = requireNonNull(database.queryForObject(TENANT_OF, UUID.class, rule));
        int log = requireNonNull(database.queryForObject(LOG_OF, Integer.class, rule));
        var raise = raise(tenant, UUID.fromString(rule));
        var caller = new Caller(tenant, log, UUID.randomUUID(), Set.of(Scope.write));
        TheServer.bean(Commands.class)
                .carryOut(raise, new Request(caller, UUID.randomUUID(), null, null), AlertAnswer.class)
                .join();
        return new RaisedAlert(rule, raise.alertId().toString());
    }

    /** As if an alert could not be told that it is over. */
    static void park(String alertId) {
        TheServer.administrator().database().update(PARK, alertId);
    }

    private static RaiseAlert raise(UUID tenant, UUID rule) {
        var ids = TheServer.bean(AlertIds.class);
        var fingerprint = ids.fingerprintOf(tenant, rule, "server-7");
        return new RaiseAlert(
                tenant,
                ids.alert(tenant, rule, fingerprint, 1),
                new Premise(rule, 1, Mode.LIVE, Severity.WARNING),
                new Concern(fingerprint, null, null, null, null, "server-7"),
                1,
                Instant.parse("2026-03-01T09:30:00Z"),
                null,
                new Evidence(List.of(1L), Map.of("value", 95.0), null, null, "95.0 is above 90.0"),
                null);
    }
}
