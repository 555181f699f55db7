package io.stageline.standalone;

import io.stageline.privacy.MasterKey;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** The database that a server works on, its own or an external one, together with the key that opens it. */
public final class Database implements AutoCloseable {
    private static final String HAS_A_LOG = "SELECT to_regclass('stageline.event') IS NOT NULL";
    private static final String VERSION = "SELECT current_setting('server_version_num')::int >= 150000";

    private final DatabaseAddress address;
    private final String masterKey;
    private final @Nullable EmbeddedDatabase embedded;

    private Database(DatabaseAddress address, String masterKey, @Nullable EmbeddedDatabase embedded) {
        this.address = address;
        this.masterKey = masterKey;
        this.embedded = embedded;
    }

    static Database open(Settings settings, DataDirectory directory) {
        String url = settings.databaseUrl();
        return url == null ? embedded(settings, directory) : external(DatabaseAddress.parse(url), settings, directory);
    }

    private static Database embedded(Settings settings, DataDirectory directory) {
        boolean empty = !EmbeddedDatabase.existsIn(directory.path());
        String key = MasterKeyFile.resolve(settings.masterKey(), directory.file("master.key"), empty);
        EmbeddedDatabase embedded = EmbeddedDatabase.start(directory.path(), secretOf(key, "postgres"));
        return new Database(embedded.address(), key, embedded);
    }

    private static Database external(DatabaseAddress address, Settings settings, DataDirectory directory) {
        if (!ask(address, VERSION)) throw Refusal.wrongUse("PostgreSQL 15 or newer is needed at " + address);
        boolean empty = !ask(address, HAS_A_LOG);
        return new Database(
                address, MasterKeyFile.resolve(settings.masterKey(), directory.file("master.key"), empty), null);
    }

    private static boolean ask(DatabaseAddress address, String question) {
        try (Connection connection = address.administrator().getConnection();
                Statement statement = connection.createStatement();
                ResultSet answer = statement.executeQuery(question)) {
            return answer.next() && answer.getBoolean(1);
        } catch (SQLException unreachable) {
            throw Refusal.unreachable("The database " + address + " cannot be used: " + unreachable.getMessage());
        }
    }

    public DatabaseAddress address() {
        return address;
    }

    String masterKey() {
        return masterKey;
    }

    /** The password of a role: derived, so that it is kept nowhere. */
    String passwordOf(String role) {
        return secretOf(masterKey, role);
    }

    private static String secretOf(String masterKey, String role) {
        return new MasterKey(Base64.getDecoder().decode(masterKey)).derive(role);
    }

    @Override
    public void close() {
        if (embedded != null) embedded.close();
    }
}
