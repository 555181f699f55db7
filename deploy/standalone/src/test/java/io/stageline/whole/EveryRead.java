package io.stageline.whole;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;

/** The path of every read there is: each GET of the API's own description, for every journal and contact there is. */
public record EveryRead(Client client) {
    private static final Pattern OF_READ_MODELS = Pattern.compile("/v1/(journals|contacts|alert-rules|alerts)(/.*)?");
    private static final List<String> GRIDS = List.of(
            "?limit=500",
            "?limit=3",
            "?sort=-activity&limit=500",
            "?sort=amount&limit=500",
            "?decision=PLEDGED",
            "?decision=NONE&sort=-name",
            "?stage=ASK",
            "?reached=MEET",
            "?staleness=very_stale",
            "?q=renamed");

    public List<String> paths() {
        var paths = new ArrayList<String>();
        var journals = ids("/v1/journals?limit=500", "journalId");
        var contacts = ids("/v1/contacts?limit=500", "contactId");
        var endpoints = ids("/v1/webhook-endpoints?limit=500", "endpointId");
        var deliveries = ids("/v1/webhook-deliveries?limit=500", "deliveryId");
        var rules = ids("/v1/alert-rules?limit=500", "ruleId");
        var alerts = ids("/v1/alerts?limit=500", "alertId");
        client.get("/v3/api-docs").json().at("/paths").forEachEntry((template, methods) -> {
            if (!methods.has("get")) return;
            if (template.contains("{endpointId}")) fill(template, "{endpointId}", endpoints, paths);
            else if (template.contains("{deliveryId}")) fill(template, "{deliveryId}", deliveries, paths);
            else if (template.contains("{ruleId}")) fill(template, "{ruleId}", rules, paths);
            else if (template.contains("{alertId}")) fill(template, "{alertId}", alerts, paths);
            else if (OF_READ_MODELS.matcher(template).matches()) forJournals(template, journals, contacts, paths);
        });
        return paths;
    }

    private static void fill(String template, String name, List<String> ids, List<String> paths) {
        for (var id : ids) paths.add(template.replace(name, id));
    }

    private static void forJournals(String template, List<String> journals, List<String> contacts, List<String> paths) {
        if (!template.contains("{journalId}")) {
            forContacts(template, contacts, paths);
            return;
        }
        for (var journal : journals) forContacts(template.replace("{journalId}", journal), contacts, paths);
    }

    private static void forContacts(String template, List<String> contacts, List<String> paths) {
        if (template.contains("{contactId}")) {
            for (var contact : contacts)
                paths.add(template.replace("{contactId}", contact).replace("{stage}", "MEET"));
        } else if (template.endsWith("/diff")) {
            paths.add(template + "?from=0&to=10");
        } else if (template.endsWith("/grid")) {
            for (var question : GRIDS) paths.add(template + question);
        } else {
            paths.add(template);
        }
    }

    private List<String> ids(String path, String name) {
        return StreamSupport.stream(client.get(path).json().at("/items").spliterator(), false)
                .map(item -> item.at("/" + name).asString())
                .toList();
    }
}
