package io.stageline.whole;

import static java.util.Objects.requireNonNull;

import io.stageline.eventlog.EventLogs;
import io.stageline.eventlog.Recorded;
import io.stageline.journal.events.Decision;
import io.stageline.journal.events.EntryEvent;
import io.stageline.journal.events.EntryEvent.DecisionCorrected;
import io.stageline.journal.events.EntryEvent.DecisionTaken;
import io.stageline.journal.events.EntryEvent.EntryAdded;
import io.stageline.journal.events.EntryEvent.EntryRemoved;
import io.stageline.journal.events.EntryEvent.StageRecorded;
import io.stageline.journal.events.EntryEvent.StageWithdrawn;
import io.stageline.journal.events.StagePath;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The rows of a journal's grid told by its events alone: read from the log and folded in memory, beside all read models. */
final class FoldedGrid {
    private static final int PIECE = 1_000;
    private static final String TENANT = """
            SELECT DISTINCT tenant_id FROM stageline.event WHERE payload ->> 'journalId' = ?""";

    private final List<Recorded> events = new ArrayList<>();

    private FoldedGrid() {}

    /** Reads all events of the journal's entries behind a position. */
    static FoldedGrid of(String journal, long after) {
        var grid = new FoldedGrid();
        var tenant = TheServer.administrator().database().queryForObject(TENANT, UUID.class, journal);
        var log = TheServer.bean(EventLogs.class).of(requireNonNull(tenant));
        var piece = log.readAfter(after, PIECE);
        while (!piece.isEmpty()) {
            for (var recorded : piece)
                if (recorded.event() instanceof EntryEvent event
                        && event.journalId().toString().equals(journal)) grid.events.add(recorded);
            piece = log.readAfter(piece.get(piece.size() - 1).position(), PIECE);
        }
        return grid;
    }

    /** The positions of its events, in order. */
    List<Long> positions() {
        return events.stream().map(Recorded::position).toList();
    }

    /** What is to be seen of each entry when nothing counts after the position. */
    Map<String, String> at(long position) {
        var entries = new HashMap<String, Entry>();
        for (var recorded : events) {
            if (recorded.position() > position) break;
            var event = (EntryEvent) recorded.event();
            var contact = event.contactId().toString();
            entries.put(contact, entries.getOrDefault(contact, Entry.NONE).after(event, recorded.version()));
        }
        var shown = new TreeMap<String, String>();
        entries.forEach((contact, entry) -> {
            if (entry.present) shown.put(contact, entry.text());
        });
        return shown;
    }

    /** The same of the rows that a grid shows. */
    static Map<String, String> shown(JsonNode grid) {
        var shown = new TreeMap<String, String>();
        for (var row : grid.at("/rows")) {
            var cells = new TreeMap<String, String>();
            row.at("/cells").forEachEntry((stage, cell) -> {
                if (cell.at("/completed").asBoolean())
                    cells.put(stage, text(cell, "at") + " " + text(cell, "count") + " " + text(cell, "version"));
            });
            var decision = row.at("/decision");
            shown.put(
                    text(row, "contactId"),
                    line(text(row, "version"), text(row, "currentStage"), text(row, "lastActivityAt"), cells)
                            + (decision.isNull() ? "" : decided(decision)));
        }
        return shown;
    }

    private static String decided(JsonNode decision) {
        return String.join(
                " ",
                text(decision, "decisionId"),
                text(decision, "status"),
                text(decision, "amount"),
                text(decision, "change"),
                text(decision, "version"));
    }

    private static String text(JsonNode of, String name) {
        var value = of.at("/" + name);
        return value.isNull() ? "null" : value.asString();
    }

    private static String line(String version, String stage, String activity, Map<String, String> cells) {
        return version + " " + stage + " " + activity + " " + cells + " ";
    }

    private record Entry(
            boolean present, StagePath path, @Nullable Decision decision, long version) {
        static final Entry NONE = new Entry(false, StagePath.NONE, null, 0);

        Entry after(EntryEvent event, long version) {
            if (event instanceof EntryAdded) return new Entry(true, path, decision, version);
            if (event instanceof EntryRemoved) return new Entry(false, path, decision, version);
            if (event instanceof StageRecorded recorded)
                return new Entry(present, path.after(recorded, version), decision, version);
            if (event instanceof StageWithdrawn withdrawn)
                return new Entry(present, withdrawn.path(), decision, version);
            if (event instanceof DecisionTaken taken)
                return new Entry(present, path, Decision.after(decision, taken, version), version);
            if (event instanceof DecisionCorrected corrected && decision != null)
                return new Entry(present, path, decision.corrected(corrected, version), version);
            throw new AssertionError("what becomes of an entry after " + event);
        }

        String text() {
            var cells = new TreeMap<String, String>();
            for (var cell : path.cells())
                cells.put(cell.stage(), cell.at() + " " + cell.count() + " " + cell.version());
            return line(String.valueOf(version), "" + path.current(), "" + path.lastActivityAt(), cells) + decided();
        }

        private String decided() {
            if (decision == null) return "";
            var made = decision.made();
            return String.join(
                    " ",
                    made.decisionId().toString(),
                    made.terms().status(),
                    String.valueOf(made.terms().amount()),
                    decision.change().word(),
                    String.valueOf(decision.version()));
        }
    }
}
