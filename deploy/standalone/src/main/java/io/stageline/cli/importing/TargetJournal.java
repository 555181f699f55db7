package io.stageline.cli.importing;

import io.stageline.cli.Api;
import io.stageline.standalone.Refusal;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.UUID;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The journal that rows go into: found by its exact name, widened for stages it lacks, or created. */
final class TargetJournal {
    private static final JsonMapper JSON = new JsonMapper();

    private final Api api;
    private final String name;

    TargetJournal(Api api, String name) {
        this.api = api;
        this.name = name;
    }

    /** The journal's id; it has all these stages and statuses afterwards. */
    String prepare(List<String> stages, List<String> statuses) {
        JsonNode found = api.get("/v1/journals?name=" + URLEncoder.encode(name, StandardCharsets.UTF_8));
        return switch (found.path("total").asInt()) {
            case 0 -> create(stages, statuses);
            case 1 -> widen(found.path("items").get(0), stages, statuses);
            default -> throw Refusal.wrongUse(
                    "There are several journals named '" + name + "': choose another name for this one");
        };
    }

    /** Created under a key, so that a killed import finds the journal that it made and nothing is made twice. */
    private String create(List<String> stages, List<String> statuses) {
        ObjectNode body = JSON.createObjectNode().put("name", name);
        if (!stages.isEmpty()) body.set("stages", JSON.valueToTree(stages));
        if (!statuses.isEmpty()) body.set("statuses", JSON.valueToTree(statuses));
        String key = "import-" + UUID.nameUUIDFromBytes(JSON.writeValueAsBytes(body));
        return api.post("/v1/journals", body, "Idempotency-Key", "\"" + key + "\"")
                .path("journalId")
                .asString();
    }

    private String widen(JsonNode journal, List<String> stages, List<String> statuses) {
        String id = journal.path("journalId").asString();
        ObjectNode change = JSON.createObjectNode();
        widen(journal, change, "stages", stages);
        widen(journal, change, "statuses", statuses);
        if (!change.isEmpty()) api.patch("/v1/journals/" + id, change);
        return id;
    }

    private static void widen(JsonNode journal, ObjectNode change, String property, List<String> wanted) {
        LinkedHashSet<String> all = new LinkedHashSet<>();
        journal.path(property).forEach(present -> all.add(present.asString()));
        if (!all.addAll(wanted)) return;
        if (all.size() > Survey.MOST_STAGES)
            throw Refusal.wrongUse("The journal would have more than 64 " + property + ": choose another --journal");
        change.set(property, JSON.valueToTree(all));
    }
}
