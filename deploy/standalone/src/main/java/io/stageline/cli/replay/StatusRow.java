package io.stageline.cli.replay;

import io.stageline.projection.Catalog;
import io.stageline.projection.Generation;
import io.stageline.projection.Generation.State;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A generation as the status tells it: whose it is, how far and how big it is, and what its last proof said. */
record StatusRow(
        Generation generation,
        @Nullable String tenant,
        Map<Integer, Long> positions,
        long behind,
        long bytes,
        JsonNode proof) {
    private static final String MORE = """
            SELECT t.name, g.proof::text
              FROM stageline.generation AS g
              LEFT JOIN stageline.tenant AS t ON t.tenant_id = g.only_tenant
             WHERE g.projection = ? AND g.generation = ?""";

    /** The generations of a projection that have tables; of one tenant only those that concern it. */
    static List<StatusRow> of(Connection owner, String projection, @Nullable UUID tenant) throws SQLException {
        var rows = new ArrayList<StatusRow>();
        var heads = CatchUp.heads(owner);
        var catalog = new Catalog();
        for (var one : catalog.all(owner)) {
            if (!one.projection().equals(projection) || one.state() == State.DROPPED) continue;
            if (tenant != null && one.tenant() != null && !Objects.equals(one.tenant(), tenant)) continue;
            rows.add(row(owner, one, catalog.positions(owner, one), heads));
        }
        return rows;
    }

    private static StatusRow row(
            Connection owner, Generation one, Map<Integer, Long> positions, Map<Integer, Long> heads)
            throws SQLException {
        try (var select = owner.prepareStatement(MORE)) {
            select.setString(1, one.projection());
            select.setInt(2, one.number());
            try (var more = select.executeQuery()) {
                more.next();
                var proof = more.getString(2);
                return new StatusRow(
                        one,
                        more.getString(1),
                        positions,
                        CatchUp.behind(positions, heads),
                        Sizes.of(owner, one.schema()),
                        ReplayJson.MAPPER.readTree(proof == null ? "null" : proof));
            }
        }
    }

    String line() {
        return "  %-8s %-9s %s, %s, %s%s%s"
                .formatted(
                        OpenReplay.name(generation),
                        OpenReplay.state(generation),
                        ReplayText.at(positions),
                        behind == 0 ? "at the head" : "%,d events behind the head".formatted(behind),
                        Sizes.text(bytes),
                        tenant == null ? "" : ", only of " + tenant,
                        lastProof());
    }

    private String lastProof() {
        if (!proof.isObject()) return generation.state() == State.BUILDING ? "" : ", not proven";
        return ", %s proof: %,d differences, checksum %s"
                .formatted(
                        proof.path("whole").asBoolean() ? "whole" : "sampled",
                        proof.path("differing").asLong(),
                        proof.path("checksum").asString());
    }

    ObjectNode json() {
        var json = ReplayJson.generation(generation);
        ReplayJson.positions(json, positions);
        json.put("shape", generation.shape()).put("behind", behind).put("bytes", bytes);
        json.set("proof", proof);
        return json;
    }
}
