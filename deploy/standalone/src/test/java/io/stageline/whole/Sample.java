package io.stageline.whole;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A valid request for a route; every route has to have one in the table here: its parameters, or its headers and body. */
public record Sample(
        Route route,
        String target,
        List<String> headers,
        @Nullable String body) {
    private static final String TABLE = """
            GET    /v1/alert-rules                                         ?limit=2
            GET    /v1/alert-rules/{ruleId}
            GET    /v1/alert-rules/{ruleId}/revisions                      ?limit=2
            GET    /v1/alerts                                              ?status=OPEN&severity=WARNING&subject=server-7&mode=LIVE&limit=2
            GET    /v1/alerts/{alertId}
            GET    /v1/alerts/{alertId}/explain
            GET    /v1/alerts/parked                                       ?limit=2
            POST   /v1/alerts/parked/{alertId}/retry
            POST   /v1/alerts/parked/{alertId}/drop                        {"reason":"a word"}
            POST   /v1/alert-rules                                         {"name":"Busy","severity":"WARNING","condition":{"kind":"threshold","of":{"type":"cpu.load","where":[{"field":"/host","test":"EQUALS","values":["a"]}]},"is":"ABOVE","limit":90},"holdsFor":"PT5M"}
            PUT    /v1/alert-rules/{ruleId}                                {"name":"Busy","severity":"WARNING","condition":{"kind":"threshold","of":{"type":"disk.load","where":[{"field":"/host","test":"EQUALS","values":["a"]}]},"is":"ABOVE","limit":95},"holdsFor":"PT5M"}
            DELETE /v1/alert-rules/{ruleId}
            POST   /v1/alert-rules/backtest                                {"ruleId":"{ruleId}","from":"2026-03-01T09:30:00Z","to":"2026-04-01T09:30:00Z"}
            POST   /v1/alert-rules/{ruleId}/disable
            POST   /v1/alert-rules/{ruleId}/enable
            POST   /v1/alert-rules/{ruleId}/explain                        {"subject":"server-7","at":"2026-03-01T09:30:00Z"}
            POST   /v1/alert-rules/{ruleId}/silence                        {"until":"2199-01-01T00:00:00Z","reason":"moving","subject":"server-7"}
            DELETE /v1/alert-rules/{ruleId}/silences/{silenceId}
            POST   /v1/alerts/{alertId}/acknowledge                        {"note":"a word"}
            POST   /v1/alerts/{alertId}/resolve
            POST   /v1/alerts/{alertId}/silence                            {"until":"2199-01-01T00:00:00Z","reason":"moving"}
            DELETE /v1/alerts/{alertId}/silences/{silenceId}
            GET    /v1/api-keys                                            ?limit=2
            POST   /v1/api-keys                                            {"name":"one","scopes":["read"]}
            DELETE /v1/api-keys/{keyId}
            POST   /v1/batch                                               {"command":"record-stage","journalId":"{journalId}","contactId":"{contactId}","id":"fact 1","stage":"MEET","note":"a word"}
            GET    /v1/contacts                                            ?q=Ada&limit=2
            POST   /v1/contacts                                            {"name":"Ada","phone":"1"}
            GET    /v1/contacts/{contactId}
            PATCH  /v1/contacts/{contactId}                                {"name":"Ada King","phone":"2"}
            DELETE /v1/contacts/{contactId}
            GET    /v1/journals                                            ?limit=2
            POST   /v1/journals                                            {"name":"Appeal","stages":["ASK"],"rotDays":{"ASK":30}}
            GET    /v1/journals/{journalId}
            PATCH  /v1/journals/{journalId}                                {"name":"Renamed","statuses":null}
            POST   /v1/journals/{journalId}/archive
            PUT    /v1/journals/{journalId}/entries/{contactId}            {}
            DELETE /v1/journals/{journalId}/entries/{contactId}
            POST   /v1/journals/{journalId}/entries/{contactId}/stages     {"stage":"MEET","note":"a word"}
            PUT    /v1/journals/{journalId}/entries/{contactId}/decision   {"status":"PLEDGED","amount":"5.50","currency":"EUR","reason":"why not"}
            GET    /v1/journals/{journalId}/entries/{contactId}/decision/history   ?limit=2
            GET    /v1/journals/{journalId}/entries/{contactId}/timeline   ?stage=MEET&limit=2
            GET    /v1/journals/{journalId}/entries/{contactId}
            GET    /v1/journals/{journalId}/entries/{contactId}/cells/{stage}/explain   ?limit=2
            GET    /v1/journals/{journalId}/entries/{contactId}/decision/explain   ?limit=2
            POST   /v1/journals/{journalId}/entries/{contactId}/stages/{eventId}/withdraw        If-Match: * {"reason":"the wrong Ada"}
            POST   /v1/journals/{journalId}/entries/{contactId}/decision/{decisionId}/correct    If-Match: * {"status":"DECLINED","reason":"misheard"}
            GET    /v1/journals/{journalId}/export.csv                     ?reached=MEET&show=MEET
            GET    /v1/journals/{journalId}/export.ndjson                  ?decision=NONE&rotten=false
            GET    /v1/journals/{journalId}/grid                           ?sort=-activity&limit=2
            GET    /v1/journals/{journalId}/grid                           ?reached=MEET&q=Ada&sort=-activity&limit=2
            GET    /v1/journals/{journalId}/grid/diff                      ?from=0&limit=2
            POST   /v1/signals                                             {"id":"fact 1","type":"page.viewed","occurredAt":"2026-03-01T09:30:00Z","subject":"Ada","data":{"page":"/give"}}
            GET    /v1/signals/refused                                     ?limit=2
            POST   /v1/signals/refused/{refusedId}/retry
            POST   /v1/signals/refused/{refusedId}/drop                    {"reason":"a word"}
            GET    /v1/journals/{journalId}/report                         ?buckets=day&last=3&zone=Europe/Berlin
            GET    /v1/replays                                             ?limit=2
            POST   /v1/replays                                             {"projection":"grid","rate":10000,"promote":false}
            GET    /v1/replays/{jobId}
            POST   /v1/replays/{jobId}/pause
            POST   /v1/replays/{jobId}/resume
            GET    /v1/generations
            POST   /v1/generations/{projection}/{generation}/verify        ?whole=true
            POST   /v1/generations/{projection}/{generation}/promote
            POST   /v1/generations/{projection}/{generation}/rollback
            DELETE /v1/generations/{projection}/{generation}
            GET    /v1/dead-letters                                        ?status=parked&limit=2
            GET    /v1/dead-letters/{letterId}
            POST   /v1/dead-letters/{letterId}/retry
            POST   /v1/dead-letters/{letterId}/drop                        {"reason":"a word"}
            GET    /v1/webhook-endpoints                                   ?limit=2
            POST   /v1/webhook-endpoints                                   {"name":"Ledger","url":"http://127.0.0.1:9/hook","eventTypes":["journal.archived"],"headers":{"x-tenant":"7"}}
            GET    /v1/webhook-endpoints/{endpointId}
            PATCH  /v1/webhook-endpoints/{endpointId}                      {"name":"Ledger 2"}
            DELETE /v1/webhook-endpoints/{endpointId}
            POST   /v1/webhook-endpoints/{endpointId}/rotate-secret        {"overlapHours":1}
            POST   /v1/webhook-endpoints/{endpointId}/pause
            POST   /v1/webhook-endpoints/{endpointId}/resume
            POST   /v1/webhook-endpoints/{endpointId}/test
            POST   /v1/webhook-endpoints/{endpointId}/replay               {"from":1,"failedOnly":true}
            GET    /v1/webhook-endpoints/{endpointId}/messages             ?after=0&limit=2
            GET    /v1/webhook-deliveries                                  ?status=failed&limit=2
            GET    /v1/webhook-deliveries/{deliveryId}
            POST   /v1/webhook-deliveries/{deliveryId}/retry
            """;

    private static final String SEEN = "If-Match: *";
    private static final Map<String, List<String>> BY_ROUTE = TABLE.lines()
            .map(line -> line.split("\\s+", 3))
            .collect(groupingBy(
                    line -> line[0] + " " + line[1], mapping(line -> line.length < 3 ? "" : line[2], toList())));

    /** At least one for every route that is served. */
    public static List<Sample> all() {
        return Route.all().stream().flatMap(Sample::of).toList();
    }

    /** One for every route that changes something. */
    static List<Sample> writing() {
        return all().stream().filter(sample -> !sample.route.reads()).toList();
    }

    private static Stream<Sample> of(Route route) {
        var given = BY_ROUTE.get(route.toString());
        if (given == null)
            throw new AssertionError("add a line with a valid request for " + route + " to the table in Sample");
        return given.stream().map(line -> of(route, line));
    }

    private static Sample of(Route route, String given) {
        var body = given.indexOf('{');
        var headers = new ArrayList<String>();
        if (given.startsWith(SEEN)) headers.addAll(List.of("If-Match", "*"));
        if (body >= 0)
            headers.addAll(List.of("Content-Type", route.takesLines() ? "application/x-ndjson" : "application/json"));
        var target = given.startsWith("?") ? route.path() + given : route.path();
        return new Sample(route, target, headers, body < 0 ? null : given.substring(body));
    }

    /** The ids of things made for this request alone, by the names that it gives them. */
    public Map<String, String> ids(Client client) {
        var ids = new HashMap<String, String>();
        if (names("keyId"))
            ids.put(
                    "keyId",
                    client.post("/v1/api-keys", "{\"name\":\"k\",\"scopes\":[\"read\"]}")
                            .at("/keyId"));
        if (names("journalId")) ids.put("journalId", client.journal("Made for " + route.method()));
        if (names("contactId")) ids.put("contactId", client.contact("Ada"));
        if (names("alertId")) ids.put("alertId", alert(client));
        if (names("ruleId")) ids.put("ruleId", RaisedAlert.rule(client));
        if (route.path().endsWith("/enable")) client.post("/v1/alert-rules/" + ids.get("ruleId") + "/disable", "");
        if (names("silenceId"))
            ids.put(
                    "silenceId",
                    client.post(
                                    names("alertId")
                                            ? "/v1/alerts/" + ids.get("alertId") + "/silence"
                                            : "/v1/alert-rules/" + ids.get("ruleId") + "/silence",
                                    "{\"until\":\"2199-01-01T00:00:00Z\",\"reason\":\"moving\"}")
                            .at("/silenceId"));
        var entry = "/v1/journals/" + ids.get("journalId") + "/entries/" + ids.get("contactId");
        var isPut = route.method().equals("PUT") && route.path().endsWith("{contactId}");
        if (names("journalId") && names("contactId") && !isPut) client.put(entry, "{}");
        ids.put("stage", "MEET");
        if (names("eventId"))
            ids.put(
                    "eventId",
                    client.post(entry + "/stages", "{\"stage\":\"MEET\"}").at("/eventId"));
        if (names("decisionId"))
            ids.put(
                    "decisionId",
                    client.put(entry + "/decision", "{\"status\":\"PLEDGED\"}").at("/eventId"));
        if (names("letterId")) ids.put("letterId", DeadLetters.about(client, client.contact("Grace")));
        if (names("refusedId")) ids.put("refusedId", refused(client));
        ids.putAll(rebuilt(client));
        if (names("endpointId") || names("deliveryId")) ids.putAll(endpoint(client));
        var last = client.post("/v1/contacts", "{\"name\":\"Last\"}");
        if (route.reads()) client.get("/v1/journals?minPosition=" + last.number("/position"));
        return ids;
    }

    private String alert(Client client) {
        var alert = RaisedAlert.of(client).alertId();
        if (route.path().startsWith("/v1/alerts/parked/")) RaisedAlert.park(alert);
        return alert;
    }

    private static String refused(Client client) {
        client.post("/v1/signals", "[{\"id\":\"no time\",\"type\":\"page.viewed\"}]");
        return client.get("/v1/signals/refused?limit=1").at("/items/0/refusedId");
    }

    /** There is room for a few generations only: one that is as it must be is taken again. */
    private Map<String, String> rebuilt(Client client) {
        if (names("jobId")) return Map.of("jobId", OwnGenerations.job(client));
        if (names("generation"))
            return Map.of(
                    "projection",
                    "grid",
                    "generation",
                    OwnGenerations.of(client, route.path().endsWith("/rollback") ? "live" : "verified"));
        if (route.path().equals("/v1/replays")) OwnGenerations.makeRoom(client);
        return Map.of();
    }

    /** An endpoint with one message; a paused one, so that nothing is sent to where it leads, unless it is to be paused. */
    private Map<String, String> endpoint(Client client) {
        var made = client.post(
                "/v1/webhook-endpoints",
                "{\"name\":\"Ledger\",\"url\":\"http://127.0.0.1:9/hook\",\"eventTypes\":[\"webhook_endpoint.test\"]}");
        var endpoint = "/v1/webhook-endpoints/" + made.at("/endpointId");
        client.send("POST", endpoint + "/pause", null);
        var tested = client.send("POST", endpoint + "/test", null);
        var messages = client.get(endpoint + "/messages?minPosition=" + tested.number("/position"));
        if (route.path().endsWith("/pause")) client.send("POST", endpoint + "/resume", null);
        return Map.of("endpointId", made.at("/endpointId"), "deliveryId", messages.at("/items/0/deliveryId"));
    }

    private boolean names(String id) {
        return (target + body).contains("{" + id + "}");
    }

    /** The same request for these things. */
    public Sample with(Map<String, String> ids) {
        var about = filled(target, ids);
        if (about.contains("{")) throw new AssertionError("make what " + about + " names in Sample.ids");
        return new Sample(route, about, headers, body == null ? null : filled(body, ids));
    }

    private static String filled(String text, Map<String, String> ids) {
        for (var id : ids.entrySet()) text = text.replace("{" + id.getKey() + "}", id.getValue());
        return text;
    }

    /** Its path to things that exist, made for this call only. */
    String path(Client client) {
        return with(ids(client)).target;
    }

    Answer send(Client client, String path, String... headers) {
        return sendBody(client, path, body, headers);
    }

    Answer sendBody(Client client, String path, @Nullable String text, String... headers) {
        var isSeen = this.headers.contains("If-Match") && List.of(headers).contains("If-Match");
        var own = isSeen ? this.headers.subList(2, this.headers.size()) : this.headers;
        var all = Stream.concat(own.stream(), Stream.of(headers));
        return client.send(route.method(), path, text, all.toArray(String[]::new));
    }

    @Override
    public String toString() {
        return route.toString();
    }
}
