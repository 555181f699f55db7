package io.stageline.fault;

import io.stageline.fault.Ledger.Entry;
import io.stageline.whole.LogChecks;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Compares the log with the ledger of its clients (QUALITY 3, A, B and H): every granted wish has its events once, where
 * its sender was told, in its own tenant; a refused wish has none; and there is no event that nobody asked for.
 */
record Checker(JdbcTemplate database, Ledger ledger) {
    private static final String EVENTS = """
            SELECT correlation_id, tenant_id, stream_id, position, version, event_id
              FROM stageline.event
             ORDER BY log_id, position""";
    private static final String TWICE = "SELECT count(*) - count(DISTINCT (tenant_id, event_id)) FROM stageline.event";

    private record Kept(UUID tenant, UUID stream, long position, long version, UUID event) {}

    /** To be asked while nobody writes. */
    Findings check() {
        var findings = new Findings();
        var log = new LogChecks(database);
        findings.gaps = log.missingPositions() + log.brokenStreams();
        findings.outOfOrder = log.versionsOutOfOrder();
        findings.duplicated = log.number(TWICE);
        if (log.projectionsAhead() > 0) strange("a projection is ahead of the log", findings);
        var events = events(findings);
        ledger.entries().forEach((wish, entry) -> {
            var kept = events.getOrDefault(wish, List.of());
            if (kept.size() < entry.events().least()) lost(entry, kept, findings);
            else if (kept.size() > entry.events().most()) tooMany(entry, kept, findings);
            else if (!kept.isEmpty()) places(entry, kept, findings);
        });
        events.keySet().stream()
                .filter(wish -> !ledger.entries().containsKey(wish))
                .forEach(wish -> strange("nobody's " + events.get(wish), findings));
        return findings;
    }

    private Map<UUID, List<Kept>> events(Findings findings) {
        var events = new HashMap<UUID, List<Kept>>();
        database.query(EVENTS, row -> {
            var kept = new Kept(
                    row.getObject(2, UUID.class),
                    row.getObject(3, UUID.class),
                    row.getLong(4),
                    row.getLong(5),
                    row.getObject(6, UUID.class));
            events.computeIfAbsent(row.getObject(1, UUID.class), wish -> new ArrayList<>(2))
                    .add(kept);
            findings.events++;
        });
        return events;
    }

    private static void lost(Entry entry, List<Kept> kept, Findings findings) {
        findings.lost += entry.events().least() - kept.size();
        findings.example("lost: " + entry + " has " + kept);
    }

    private static void tooMany(Entry entry, List<Kept> kept, Findings findings) {
        if (!entry.granted()) {
            strange("refused: " + entry + " has " + kept, findings);
            return;
        }
        findings.duplicated += kept.size() - entry.events().most();
        findings.example("too many: " + entry + " has " + kept);
    }

    private static void strange(String what, Findings findings) {
        findings.strange++;
        findings.example(what);
    }

    private static void places(Entry entry, List<Kept> kept, Findings findings) {
        if (kept.stream().anyMatch(event -> !event.tenant().equals(entry.tenant())))
            strange("foreign: " + entry, findings);
        var positions = kept.stream().map(Kept::position).toList();
        var last = kept.get(kept.size() - 1);
        var toldVersion = entry.version() == 0 || entry.version() == last.version();
        var toldEvent = entry.eventId().isEmpty()
                || kept.stream().anyMatch(event -> event.event().toString().equals(entry.eventId()));
        if (positions.containsAll(entry.positions()) && toldVersion && toldEvent) return;
        findings.outOfOrder++;
        findings.example("elsewhere than told: " + entry + " has " + kept);
    }
}
