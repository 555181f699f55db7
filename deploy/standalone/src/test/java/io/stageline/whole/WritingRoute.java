package io.stageline.whole;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A route that changes something, as the API's own description names it, with a body that it takes. */
record WritingRoute(
        String method, String template, @Nullable String body, boolean takesKey) {
    private static final String NOBODY = "0190f7a1-0000-7000-8000-00000000dead";
    private static final Map<String, String> BODIES = Map.ofEntries(
            Map.entry("POST /v1/api-keys", "{\"name\":\"one\",\"scopes\":[\"read\"]}"),
            Map.entry("POST /v1/batch", "{\"command\":\"add-contact\",\"name\":\"Ada\"}"),
            Map.entry("POST /v1/contacts", "{\"name\":\"Ada\",\"phone\":\"1\"}"),
            Map.entry("PATCH /v1/contacts/{contactId}", "{\"name\":\"Ada King\",\"phone\":\"2\"}"),
            Map.entry("POST /v1/journals", "{\"name\":\"Appeal\",\"stages\":[\"ASK\"],\"rotDays\":{\"ASK\":30}}"),
            Map.entry("PATCH /v1/journals/{journalId}", "{\"name\":\"Renamed\",\"statuses\":null}"),
            Map.entry("PUT /v1/journals/{journalId}/entries/{contactId}", "{}"),
            Map.entry(
                    "POST /v1/journals/{journalId}/entries/{contactId}/stages",
                    "{\"stage\":\"MEET\",\"note\":\"a word\"}"),
            Map.entry(
                    "POST /v1/journals/{journalId}/entries/{contactId}/stages/{eventId}/withdraw",
                    "{\"reason\":\"the wrong Ada\"}"),
            Map.entry(
                    "POST /v1/journals/{journalId}/entries/{contactId}/decision/{decisionId}/correct",
                    "{\"status\":\"DECLINED\",\"reason\":\"misheard\"}"),
            Map.entry(
                    "PUT /v1/journals/{journalId}/entries/{contactId}/decision",
                    "{\"status\":\"PLEDGED\",\"amount\":\"5.50\",\"currency\":\"EUR\",\"reason\":\"why not\"}"));

    /** All of them; a new one with a body has to be given one above. */
    static List<WritingRoute> all() {
        var routes = new ArrayList<WritingRoute>();
        var paths = new Client(TheServer.url(), null).get("/v3/api-docs").json().at("/paths");
        paths.forEachEntry((path, methods) -> methods.forEachEntry((name, operation) -> {
            var method = name.toUpperCase(Locale.ROOT);
            if (method.equals("GET")) return;
            var body = BODIES.get(method + " " + path);
            if (operation.has("requestBody") && body == null)
                throw new AssertionError("give this test a body for " + method + " " + path);
            routes.add(new WritingRoute(
                    method, path, body, operation.path("parameters").toString().contains("Idempotency-Key")));
        }));
        return routes;
    }

    /** The path to things that exist, made for this call only. */
    String path(Client client) {
        var journal = template.contains("{journalId}") ? client.journal("Made for " + method) : "";
        var contact = template.contains("{contactId}") ? client.contact("Ada") : "";
        var isPutInPlace = method.equals("PUT") && template.endsWith("{contactId}");
        var path = template.replace("{journalId}", journal).replace("{contactId}", contact);
        if (!template.contains("/entries/") || isPutInPlace) return path;
        var entry = client.entry(journal, contact);
        return path.replace("{eventId}", idOf(client, "{eventId}", "POST", entry + "/stages", "{\"stage\":\"MEET\"}"))
                .replace(
                        "{decisionId}",
                        idOf(client, "{decisionId}", "PUT", entry + "/decision", "{\"status\":\"PLEDGED\"}"));
    }

    private String idOf(Client client, String name, String method, String path, String body) {
        return template.contains(name) ? client.send(method, path, body).at("/eventId") : "";
    }

    /** The path to things that nobody has. */
    String pathToNothing() {
        return template.replaceAll("\\{[^}]*}", NOBODY);
    }

    Answer send(Client client, String path, String... headers) {
        return sendBody(client, path, body, headers);
    }

    Answer sendBody(Client client, String path, @Nullable String body, String... headers) {
        var all = new ArrayList<>(List.of(headers));
        if (template.endsWith("/batch")) all.addAll(List.of("Content-Type", "application/x-ndjson"));
        if (body != null && corrects() && !all.contains("If-Match")) all.addAll(List.of("If-Match", "*"));
        return client.send(method, path, body, all.toArray(String[]::new));
    }

    /** Whether it needs If-Match. */
    private boolean corrects() {
        return template.endsWith("/withdraw") || template.endsWith("/correct");
    }

    @Override
    public String toString() {
        return method + " " + template;
    }
}
