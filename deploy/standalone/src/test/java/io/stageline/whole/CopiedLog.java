package io.stageline.whole;

import io.stageline.eventlog.Schema;
import io.stageline.standalone.EmbeddedDatabase;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.postgresql.PGConnection;

/** A new installation that has nothing but the log of another one: no read model, no token, no stored answer. */
public final class CopiedLog {
    /** The log, the keys that open it and those who own it; in an order that references allow. */
    private static final List<String> TABLES = List.of("tenant", "api_key", "log_head", "event", "contact_key");

    private CopiedLog() {}

    public static void into(Path directory, Administrator original) throws IOException, SQLException {
        Files.createDirectories(directory);
        Files.writeString(directory.resolve("master.key"), original.read("master.key"));
        Files.writeString(directory.resolve("admin.key"), original.read("admin.key"));
        try (var database = EmbeddedDatabase.start(directory, original.passwordOf("postgres"));
                var from = original.address().administrator().getConnection();
                var to = database.address().administrator().getConnection()) {
            Schema.migrate(database.address().administrator(), original::passwordOf);
            to.createStatement().execute("DELETE FROM stageline.log_head");
            for (var table : TABLES) copy("stageline." + table, from, to);
        }
    }

    private static void copy(String table, Connection from, Connection to) throws SQLException, IOException {
        var rows = new ByteArrayOutputStream();
        from.unwrap(PGConnection.class).getCopyAPI().copyOut("COPY " + table + " TO STDOUT", rows);
        to.unwrap(PGConnection.class)
                .getCopyAPI()
                .copyIn("COPY " + table + " FROM STDIN", new ByteArrayInputStream(rows.toByteArray()));
    }
}
