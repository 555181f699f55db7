package io.stageline.cli.replay;

import io.stageline.projection.Difference;
import io.stageline.projection.Generation;
import io.stageline.projection.Proof;
import io.stageline.projection.Switching.Switched;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What commands say to machines: one object each. */
final class ReplayJson {
    static final JsonMapper MAPPER = new JsonMapper();

    private ReplayJson() {}

    static String of(Outcome outcome) {
        var json = generation(outcome.generation());
        positions(json, outcome.positions());
        var millis = Math.max(1, outcome.took().toMillis());
        json.put("events", outcome.events()).put("seconds", millis / 1000.0);
        json.put("eventsPerSecond", outcome.events() * 1000 / millis).put("parked", outcome.parked());
        var passage = outcome.passage();
        if (passage != null) proof(json, passage.proof(), passage.comparedWith());
        if (outcome.switched() != null) frozen(json, outcome.switched());
        return text(json);
    }

    static String of(Generation generation, Proof proof, @Nullable Generation comparedWith, int repaired) {
        var json = generation(generation);
        positions(json, proof.at());
        proof(json, proof, comparedWith);
        return text(json.put("repaired", repaired));
    }

    static String of(Switched switched) {
        var json = generation(switched.now());
        positions(json, switched.positions());
        frozen(json, switched);
        return text(json);
    }

    static ObjectNode generation(Generation one) {
        var json = MAPPER.createObjectNode()
                .put("projection", one.projection())
                .put("generation", one.number())
                .put("state", OpenReplay.state(one));
        if (one.tenant() != null) json.put("tenant", one.tenant().toString());
        return json;
    }

    static void positions(ObjectNode json, Map<Integer, Long> positions) {
        var all = json.putObject("positions");
        positions.forEach((log, position) -> all.put(Integer.toString(log), position));
    }

    static String text(ObjectNode json) {
        return MAPPER.writeValueAsString(json);
    }

    private static void frozen(ObjectNode json, Switched switched) {
        json.put("frozenMillis", switched.frozen().toMillis());
    }

    private static void proof(ObjectNode json, Proof proof, @Nullable Generation comparedWith) {
        json.put("checksum", proof.checksum()).put("rows", proof.rows()).put("streams", proof.streams());
        json.put("whole", proof.whole()).put("differing", proof.differing());
        if (comparedWith != null) json.put("comparedWith", comparedWith.number());
        var differences = json.putArray("differences");
        proof.first().forEach(one -> differences.add(difference(one)));
    }

    private static ObjectNode difference(Difference one) {
        var json = MAPPER.createObjectNode().put("table", one.table());
        json.set("key", MAPPER.valueToTree(one.key()));
        json.put("field", one.field()).put("shown", one.shown()).put("expected", one.expected());
        var cause = one.cause();
        if (cause != null)
            json.putObject("cause")
                    .put("position", cause.position())
                    .put("eventId", cause.eventId().toString())
                    .put("type", cause.type());
        return json;
    }
}
