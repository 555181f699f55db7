package io.stageline.alert.projection;

import static java.util.Objects.requireNonNull;

import io.stageline.alert.events.AlertEvent.AlertRaised;
import io.stageline.alert.projection.AlertRow.Beginning;
import io.stageline.alert.projection.AlertRow.End;
import io.stageline.alert.projection.AlertRow.Standing;
import io.stageline.eventlog.StreamKey;
import io.stageline.privacy.TenantContact;
import io.stageline.projection.Column;
import io.stageline.projection.Erasure;
import io.stageline.projection.Unnest;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The tables of alerts and what happened to them: loaded by one statement, each written by one. */
public final class AlertTable {
    private static final String LOAD = """
            SELECT row.tenant_id, row.alert_id, row.contact_id, row.status, row.resolved_at, row.why,
                   row.resolved_on, row.closed, row.version
              FROM unnest(?, ?) AS wanted (tenant_id, alert_id)
              JOIN alert AS row USING (tenant_id, alert_id)""";

    private static final String INSERT = """
            INSERT INTO alert AS row (tenant_id, alert_id, status, resolved_at, why, resolved_on, closed,
                   version, rule_id, revision, mode, severity, fingerprint, group_key, journal_id, contact_id, subject_id,
                   subject, silence_id, raised_at, pending_since, evidence, opened)
            SELECT * FROM unnest(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT (tenant_id, alert_id) DO NOTHING""";

    private static final String UPDATE = """
            UPDATE alert AS row
               SET status = given.status, resolved_at = given.resolved_at, why = given.why,
                   resolved_on = given.resolved_on, closed = given.closed, version = given.version
              FROM unnest(?, ?, ?, ?, ?, ?, ?, ?)
                   AS given (tenant_id, alert_id, status, resolved_at, why, resolved_on, closed, version)
             WHERE row.tenant_id = given.tenant_id AND row.alert_id = given.alert_id AND row.version < given.version""";

    private static final String INSERT_STEPS = """
            INSERT INTO alert_step (tenant_id, alert_id, version, contact_id, what, note, silence_id, until,
                   recorded_at, actor)
            SELECT * FROM unnest(?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT (tenant_id, alert_id, version) DO NOTHING""";

    /** Marks the journals of which alerts of these contacts are counted on the grid, at what opened or closed one last. */
    static final String MARK_JOURNALS = """
            INSERT INTO journal_mark AS mark
            SELECT row.tenant_id, row.journal_id, max(greatest(alert.opened, alert.closed))
              FROM %s
              JOIN alert USING (tenant_id, contact_id)
              JOIN grid_row AS row USING (tenant_id, contact_id)
             WHERE alert.mode = 'LIVE' AND (alert.journal_id IS NULL OR alert.journal_id = row.journal_id)
             GROUP BY row.tenant_id, row.journal_id
                ON CONFLICT (tenant_id, journal_id) DO UPDATE SET position = excluded.position
             WHERE mark.position < excluded.position""";

    private static final String MARK_JOURNALS_OF =
            MARK_JOURNALS.formatted("unnest(?, ?) AS changed (tenant_id, contact_id)");

    private static final String ERASE_SUBJECTS = """
            UPDATE alert
               SET subject = NULL
              FROM unnest(?, ?) AS erased (tenant_id, contact_id)
             WHERE alert.tenant_id = erased.tenant_id AND alert.contact_id = erased.contact_id""";

    private static final String ERASE_NOTES = """
            UPDATE alert_step AS step
               SET note = NULL
              FROM unnest(?, ?) AS erased (tenant_id, contact_id)
             WHERE step.tenant_id = erased.tenant_id AND step.contact_id = erased.contact_id
               AND step.note IS NOT NULL""";

    private static final List<Column<AlertRow>> STANDING = List.of(
            new Column<>("uuid", row -> row.key().tenant()),
            new Column<>("uuid", row -> row.key().stream()),
            new Column<>("text", row -> row.standing().name()),
            ended("timestamptz", End::at),
            ended("text", End::why),
            ended("text", End::evidence),
            ended("int8", End::position),
            new Column<>("int8", AlertRow::version));

    private static final List<Column<AlertRow>> RAISED = List.of(
            raised("uuid", event -> event.premise().ruleId()),
            raised("int4", event -> event.premise().revision()),
            raised("text", event -> event.premise().mode()),
            raised("text", event -> event.premise().severity()),
            raised("uuid", event -> event.about().fingerprint()),
            raised("uuid", event -> event.about().groupKey()),
            raised("uuid", event -> event.about().journalId()),
            raised("uuid", event -> event.about().contactId()),
            raised("uuid", event -> event.about().subjectId()),
            begun("text", Beginning::subject),
            raised("uuid", AlertRaised::silenceId),
            raised("timestamptz", AlertRaised::at),
            raised("timestamptz", AlertRaised::pendingSince),
            raised("text", event -> RuleJson.of(event.evidence())),
            begun("int8", Beginning::position));

    private final Connection connection;

    public AlertTable(Connection connection) {
        this.connection = connection;
    }

    List<AlertRow> load(Collection<StreamKey> keys) throws SQLException {
        try (var load = new Unnest<>(connection, LOAD, keys)) {
            return load.uuids(StreamKey::tenant).uuids(StreamKey::stream).read(AlertTable::row);
        }
    }

    /** Writes the rows, those that are new and those that are not, and says how many were stale. */
    int write(Collection<AlertRow> rows) throws SQLException {
        var raised = rows.stream().filter(row -> row.beginning() != null).toList();
        var known = rows.stream().filter(row -> row.beginning() == null).toList();
        try (var insert = new Unnest<>(connection, INSERT, raised);
                var update = new Unnest<>(connection, UPDATE, known)) {
            return insert.columns(STANDING).columns(RAISED).rejected()
                    + update.columns(STANDING).rejected();
        }
    }

    void writeSteps(List<AlertStep> steps) throws SQLException {
        if (steps.isEmpty()) return;
        try (var insert = new Unnest<>(connection, INSERT_STEPS, steps)) {
            insert.uuids(step -> step.recorded().tenant())
                    .uuids(step -> step.recorded().stream())
                    .longs(step -> step.recorded().version())
                    .uuids(step -> step.passed().after().contact())
                    .texts(AlertStep::what)
                    .texts(AlertStep::note)
                    .uuids(AlertStep::silence)
                    .times(AlertStep::until)
                    .times(step -> step.recorded().recordedAt())
                    .uuids(step -> step.recorded().origin().actor())
                    .update();
        }
    }

    /** Marks the journals whose grids count open alerts of these contacts. */
    public void markJournalsOf(Collection<TenantContact> contacts) throws SQLException {
        if (contacts.isEmpty()) return;
        try (var upsert = new Unnest<>(connection, MARK_JOURNALS_OF, contacts)) {
            upsert.uuids(TenantContact::tenant).uuids(TenantContact::contact).update();
        }
    }

    void erase(Collection<TenantContact> erased) throws SQLException {
        Erasure.run(connection, ERASE_SUBJECTS, erased);
        Erasure.run(connection, ERASE_NOTES, erased);
    }

    private static AlertRow row(ResultSet result) throws SQLException {
        var closed = result.getObject(5, OffsetDateTime.class);
        return new AlertRow(
                new StreamKey(result.getObject(1, UUID.class), result.getObject(2, UUID.class)),
                result.getObject(3, UUID.class),
                null,
                Standing.valueOf(result.getString(4)),
                closed == null
                        ? null
                        : new End(closed.toInstant(), result.getString(6), result.getString(7), result.getLong(8)),
                result.getLong(9));
    }

    private static Column<AlertRow> ended(String type, Function<End, ? extends @Nullable Object> value) {
        return new Column<>(type, row -> row.end() == null ? null : value.apply(row.end()));
    }

    private static Column<AlertRow> begun(String type, Function<Beginning, ? extends @Nullable Object> value) {
        return new Column<>(type, row -> value.apply(requireNonNull(row.beginning())));
    }

    private static Column<AlertRow> raised(String type, Function<AlertRaised, ? extends @Nullable Object> value) {
        return begun(type, begun -> value.apply(begun.raised()));
    }
}
