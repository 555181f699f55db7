package io.stageline.eventlog;

import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.springframework.jdbc.core.JdbcTemplate;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.json.JsonMapper;

/** The states of aggregates at a version, as JSON of their fields. What is personal in them is as sealed as in their events. */
public final class Snapshots {
    /** Only of a version that the log holds: after a restore the log may be older than its snapshots. */
    private static final String FIND = """
            SELECT s.version, s.shape, s.state::text
              FROM stageline.snapshot s
             WHERE s.tenant_id = ? AND s.stream_id = ? AND s.shape = ANY (?)
               AND EXISTS (SELECT
                             FROM stageline.log_head h
                             JOIN stageline.event e ON e.log_id = h.log_id
                            WHERE e.tenant_id = s.tenant_id AND e.stream_id = s.stream_id AND e.version = s.version)""";

    private static final String KEEP = """
            INSERT INTO stageline.snapshot AS s (tenant_id, stream_id, version, shape, state)
            VALUES (?, ?, ?, ?, ?::jsonb)
                ON CONFLICT (tenant_id, stream_id) DO UPDATE
               SET version = excluded.version, shape = excluded.shape, state = excluded.state
             WHERE s.version < excluded.version OR s.shape <> excluded.shape""";
    private static final String DROP = "DELETE FROM stageline.snapshot WHERE tenant_id = ? AND stream_id = ?";
    private static final JsonMapper FIELDS = JsonMapper.builder()
            .changeDefaultVisibility(visible -> visible.withVisibility(PropertyAccessor.ALL, Visibility.NONE)
                    .withVisibility(PropertyAccessor.FIELD, Visibility.ANY)
                    .withVisibility(PropertyAccessor.CREATOR, Visibility.ANY))
            .enable(MapperFeature.ALLOW_FINAL_FIELDS_AS_MUTATORS)
            .build();

    private final JdbcTemplate database;
    private final Map<Class<?>, String> shapes;

    /** The shapes name the aggregates that have snapshots, with a revision: it must change when their fields do or mean something else. */
    public Snapshots(DataSource database, Map<Class<?>, String> shapes) {
        this.database = new JdbcTemplate(database);
        this.shapes = shapes;
    }

    /** The state of an aggregate as JSON. */
    public static String write(Object aggregate) {
        return FIELDS.writeValueAsString(aggregate);
    }

    /** An aggregate with this state. */
    public static <T> T read(Class<T> type, String state) {
        return FIELDS.readValue(state, type);
    }

    void keep(DomainEventMessage<?> snapshot) {
        var stream = StreamKey.parse(snapshot.getAggregateIdentifier());
        var shape = shapes.get(snapshot.getPayloadType());
        if (shape == null) return;
        var version = snapshot.getSequenceNumber() + 1;
        database.update(KEEP, stream.tenant(), stream.stream(), version, shape, write(snapshot.getPayload()));
    }

    Optional<DomainEventMessage<?>> find(String aggregate) {
        var stream = StreamKey.parse(aggregate);
        var known = shapes.values().toArray(String[]::new);
        return database
                .<DomainEventMessage<?>>query(
                        FIND, (row, n) -> snapshot(aggregate, row), stream.tenant(), stream.stream(), known)
                .stream()
                .findFirst();
    }

    private DomainEventMessage<?> snapshot(String aggregate, ResultSet row) throws SQLException {
        var shape = row.getString(2);
        var type = shapes.entrySet().stream()
                .filter(known -> known.getValue().equals(shape))
                .findFirst()
                .orElseThrow()
                .getKey();
        var state = read(type, row.getString(3));
        return new GenericDomainEventMessage<>(type.getSimpleName(), aggregate, row.getLong(1) - 1, state);
    }

    void drop(StreamKey stream) {
        database.update(DROP, stream.tenant(), stream.stream());
    }
}
