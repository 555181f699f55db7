package io.stageline.projection;

import static java.util.Objects.requireNonNull;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.stageline.eventlog.Recorded;
import io.stageline.eventlog.Schema;
import io.stageline.events.Sealed;
import io.stageline.privacy.ContactKeys;
import io.stageline.privacy.MasterKey;
import io.stageline.privacy.TenantContact;
import io.stageline.privacy.TenantKeys;
import io.stageline.test.TestDatabase;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.springframework.jdbc.core.JdbcTemplate;

/** A database with the tables of every read model, empty, and the keys of the contacts in the stories. */
public final class TestReadModels implements AutoCloseable {
    private final TestDatabase database = TestDatabase.migrated();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final JdbcTemplate admin = new JdbcTemplate(database.asAdmin());
    private final DataSource projecting = database.as(Schema.PROJECT);
    private final MasterKey master = new MasterKey(new byte[MasterKey.BYTES]);
    private final ContactKeys keys = new ContactKeys(master, projecting);

    public TestReadModels() throws SQLException {
        new Generations(database.asAdmin()).create();
    }

    public TestDatabase database() {
        return database;
    }

    public JdbcTemplate admin() {
        return admin;
    }

    MasterKey master() {
        return master;
    }

    public ContactKeys keys() {
        return keys;
    }

    public Opener opener() {
        return new Opener(keys, tenantKeys());
    }

    public TenantKeys tenantKeys() {
        return new TenantKeys(master);
    }

    public Swaps swaps() {
        return new Swaps(meters);
    }

    /** How many swaps of the cluster were rejected so far. */
    public int rejected(String projection, String cluster) {
        var counter = meters.find("stageline.projection.cas.rejected")
                .tags("projection", projection, "cluster", cluster)
                .counter();
        return counter == null ? 0 : (int) counter.count();
    }

    /** How many events were found so far that should not exist. */
    public int contradictions(String projection) {
        return (int) meters.get("stageline.projection.contradictions")
                .tags("projection", projection)
                .counter()
                .count();
    }

    /** What is done with a connection whose search path is the schema of a read model. */
    @FunctionalInterface
    public interface Work {
        void on(java.sql.Connection connection) throws SQLException;
    }

    public void write(Projection projection, List<Recorded> batch) throws SQLException {
        inTransaction(projection.name(), connection -> projection.write(connection, batch));
    }

    public void inTransaction(String readModel, Work work) throws SQLException {
        try (var connection = projecting.getConnection();
                var path = connection.createStatement()) {
            connection.setAutoCommit(false);
            path.execute("SET LOCAL search_path = " + Generations.liveSchema(readModel));
            work.on(connection);
            connection.commit();
        }
    }

    /** The connection of somebody whom no wall keeps from copying, with transactions that the work ends itself. */
    public void inBulk(String readModel, Work work) throws SQLException {
        try (var connection = database.asAdmin().getConnection();
                var path = connection.createStatement()) {
            path.execute("SET search_path = " + Generations.liveSchema(readModel));
            connection.setAutoCommit(false);
            work.on(connection);
            connection.commit();
        }
    }

    public List<String> tables(String readModel) {
        return tablesIn(Generations.liveSchema(readModel));
    }

    private List<String> tablesIn(String schema) {
        return admin.queryForList(
                "SELECT tablename FROM pg_tables WHERE schemaname = ? ORDER BY 1", String.class, schema);
    }

    /** Every row of the read model as text, byte by byte what is stored. */
    public List<String> rows(String readModel) {
        return rowsIn(Generations.liveSchema(readModel));
    }

    /** Every row of a generation as text. */
    List<String> rows(Generation generation) {
        return rowsIn(generation.schema());
    }

    private List<String> rowsIn(String schema) {
        return tablesIn(schema).stream()
                .flatMap(table -> admin
                        .queryForList(
                                "SELECT '%2$s ' || t::text FROM %1$s.%2$s t ORDER BY 1".formatted(schema, table),
                                String.class)
                        .stream())
                .toList();
    }

    public void forget(String readModel) {
        tables(readModel)
                .forEach(table -> admin.execute("TRUNCATE " + Generations.liveSchema(readModel) + "." + table));
    }

    public void createKey(TenantContact owner) {
        keys.erased(owner); // that of another test may still be remembered
        var change = keys.create(owner);
        admin.update(
                "INSERT INTO stageline.contact_key VALUES (?, ?, ?) ON CONFLICT (tenant_id, contact_id) DO UPDATE SET wrapped = excluded.wrapped",
                owner.tenant(),
                owner.contact(),
                change.wrapped());
    }

    public void destroyKey(TenantContact owner) {
        admin.update(
                "DELETE FROM stageline.contact_key WHERE tenant_id = ? AND contact_id = ?",
                owner.tenant(),
                owner.contact());
        keys.erased(owner);
    }

    public Sealed seal(TenantContact owner, UUID stream, long version, String field, String text) {
        return requireNonNull(keys.seal(owner, stream, version, field, text));
    }

    @Override
    public void close() {
        database.close();
    }
}
