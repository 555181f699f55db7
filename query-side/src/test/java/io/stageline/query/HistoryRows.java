package io.stageline.query;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.stageline.journal.events.Decision;
import io.stageline.journal.events.EntryEvent.DecisionCorrected;
import io.stageline.journal.events.EntryEvent.DecisionTaken;
import io.stageline.journal.events.PathText;
import io.stageline.journal.events.StagePath;
import io.stageline.journal.events.Terms;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/** Tells what happened to one entry, event by event, and writes the lines and the row as the projection would. */
public final class HistoryRows {
    private static final String LINE = """
            INSERT INTO live.entry_event (tenant_id, journal_id, contact_id, position, version, what, event_id, about,
                   stage, occurred_at, leap, said, terms, recorded_at, actor, command, request, present, current_stage,
                   current_since, last_activity_at, path, moves, skips, backwards, decision_status, decision_amount,
                   decision_change, pledged, pledged_currency, decision)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?::timestamptz, ?, ?, ?, ?::timestamptz, ?, ?, ?, true, ?, ?::timestamptz,
                    ?::timestamptz, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""";

    private static final String ROW = """
            INSERT INTO live.grid_row AS r (tenant_id, journal_id, contact_id, name, sort_name, present, current_stage,
                   current_since, last_activity_at, path, moves, skips, backwards, decision_status, decision_amount,
                   decision_change, pledged, pledged_currency, decision, version)
            SELECT tenant_id, journal_id, contact_id, 'Person', 'person', present, current_stage,
                   current_since, last_activity_at, path, moves, skips, backwards, decision_status, decision_amount,
                   decision_change, pledged, pledged_currency, decision, version
              FROM live.entry_event AS e
             WHERE tenant_id = ? AND journal_id = ? AND contact_id = ? AND position = ?
                ON CONFLICT (tenant_id, journal_id, contact_id) DO UPDATE
               SET (present, current_stage, current_since, last_activity_at, path, moves, skips, backwards,
                    decision_status, decision_amount, decision_change, pledged, pledged_currency, decision, version)
                 = (excluded.present, excluded.current_stage, excluded.current_since, excluded.last_activity_at,
                    excluded.path, excluded.moves, excluded.skips, excluded.backwards, excluded.decision_status,
                    excluded.decision_amount, excluded.decision_change, excluded.pledged, excluded.pledged_currency,
                    excluded.decision, excluded.version)""";

    private static final String MARK = """
            INSERT INTO live.journal_mark AS m VALUES (?, ?, ?)
                ON CONFLICT (tenant_id, journal_id) DO UPDATE SET position = excluded.position""";

    private final JdbcTemplate admin;
    private final UUID tenant;
    private final UUID journal;
    private final UUID contact;
    private final List<Happened> stages = new ArrayList<>();
    private StagePath path = StagePath.NONE;
    private @Nullable Decision decision;
    private long position;
    private long version;
    private Instant clock = ReadServer.NOW;
    private UUID command = UUID.randomUUID();

    /** A stage event that was not withdrawn. */
    private record Happened(UUID id, String stage, Instant at, int leap, long version) {}

    public HistoryRows(ReadServer server, UUID tenant, UUID journal, UUID contact, long position) {
        this.admin = server.admin;
        this.tenant = tenant;
        this.journal = journal;
        this.contact = contact;
        this.position = position;
        line("added", UUID.randomUUID(), null, null, null, 0, null, null);
    }

    /** The position of the last event told. */
    public long position() {
        return position;
    }

    /** What was recorded from now on was recorded then. */
    public HistoryRows at(Instant clock) {
        this.clock = clock;
        return this;
    }

    public UUID stage(String stage, Instant at, int leap, @Nullable String note) {
        command = UUID.randomUUID();
        return recorded(stage, at, leap, note);
    }

    public UUID stage(String stage, Instant at) {
        return stage(stage, at, 0, null);
    }

    private UUID recorded(String stage, Instant at, int leap, @Nullable String note) {
        var id = UUID.randomUUID();
        path = path.after(stage, at, PathText.warnings(leap), version + 1);
        stages.add(new Happened(id, stage, at, leap, version + 1));
        line("stage", id, null, stage, at, leap, note, null);
        return id;
    }

    public UUID withdrawn(UUID event, String reason) {
        command = UUID.randomUUID();
        var gone = stages.stream()
                .filter(had -> had.id().equals(event))
                .findFirst()
                .orElseThrow();
        stages.remove(gone);
        path = StagePath.NONE;
        for (var had : stages) path = path.after(had.stage(), had.at(), PathText.warnings(had.leap()), had.version());
        var id = UUID.randomUUID();
        line("withdrawal", id, event, gone.stage(), gone.at(), 0, reason, null);
        return id;
    }

    /** A decision together with its stage event; its id is that of the stage event. */
    public UUID decision(String status, @Nullable String amount, String cadence, LocalDate from, String reason) {
        command = UUID.randomUUID();
        var id = recorded("DECISION", from.atStartOfDay(ZoneOffset.UTC).toInstant(), 0, null);
        var terms = terms(status, amount, cadence, from);
        decision = Decision.after(
                decision,
                new DecisionTaken(journal, contact, id, status, terms.amount(), terms.currency(), cadence, from, null),
                version + 1);
        line("decision", UUID.randomUUID(), id, null, day(from), 0, reason, terms);
        return id;
    }

    public void corrected(
            UUID decisionId, String status, @Nullable String amount, String cadence, LocalDate from, String reason) {
        command = UUID.randomUUID();
        var terms = terms(status, amount, cadence, from);
        decision = Objects.requireNonNull(decision)
                .corrected(
                        new DecisionCorrected(
                                journal,
                                contact,
                                decisionId,
                                status,
                                terms.amount(),
                                terms.currency(),
                                cadence,
                                from,
                                null),
                        version + 1);
        line("correction", UUID.randomUUID(), decisionId, null, day(from), 0, reason, terms);
    }

    private static Terms terms(String status, @Nullable String amount, String cadence, LocalDate from) {
        return new Terms(
                status, amount == null ? null : new BigDecimal(amount), amount == null ? null : "EUR", cadence, from);
    }

    private static Instant day(LocalDate from) {
        return from.atStartOfDay(ZoneOffset.UTC).toInstant();
    }

    private void line(
            String what,
            UUID event,
            @Nullable UUID about,
            @Nullable String stage,
            @Nullable Instant occurredAt,
            int leap,
            @Nullable String said,
            @Nullable Terms terms) {
        position++;
        version++;
        var made = decision == null ? null : decision.made().terms();
        admin.update(
                LINE,
                tenant,
                journal,
                contact,
                position,
                version,
                what,
                event,
                about,
                stage,
                text(occurredAt),
                leap,
                said,
                terms == null ? null : json(terms),
                text(clock),
                UUID.randomUUID(),
                command,
                UUID.nameUUIDFromBytes(command.toString().getBytes(UTF_8)),
                path.current(),
                text(path.since()),
                text(path.lastActivityAt()),
                PathText.of(path),
                path.moves(),
                path.skips(),
                path.backwards(),
                made == null ? null : made.status(),
                made == null ? null : made.amount(),
                decision == null ? null : decision.change().word(),
                made == null ? null : made.pledgedPerMonth(),
                made == null || made.pledgedPerMonth() == null ? null : made.currency(),
                decision == null ? null : json(decision));
        admin.update(ROW, tenant, journal, contact, position);
        admin.update(MARK, tenant, journal, position);
    }

    private static @Nullable String text(@Nullable Instant instant) {
        return instant == null ? null : instant.toString();
    }

    private static String json(Terms terms) {
        return "{\"status\":\"%s\",\"amount\":%s,\"currency\":%s,\"cadence\":\"%s\",\"effectiveFrom\":\"%s\"}"
                .formatted(
                        terms.status(),
                        quoted(terms.amount()),
                        quoted(terms.currency()),
                        terms.cadence(),
                        terms.effectiveFrom());
    }

    private static String json(Decision decision) {
        var terms = decision.made().terms();
        var before = decision.previous();
        return "{\"decisionId\":\"%s\",%s,\"monthlyAmount\":%s,\"change\":\"%s\",\"previous\":%s,\"version\":%d}"
                .formatted(
                        decision.made().decisionId(),
                        inner(json(terms)),
                        quoted(terms.monthlyAmount()),
                        decision.change().word(),
                        before == null
                                ? "null"
                                : "{\"decisionId\":\"%s\",%s}"
                                        .formatted(before.decisionId(), inner(json(before.terms()))),
                        decision.version());
    }

    private static String inner(String json) {
        return json.substring(1, json.length() - 1);
    }

    private static String quoted(@Nullable Object value) {
        return value == null ? "null" : "\"" + value + "\"";
    }
}
