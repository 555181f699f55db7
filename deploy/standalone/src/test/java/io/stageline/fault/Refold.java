package io.stageline.fault;

import io.stageline.standalone.Role;
import io.stageline.standalone.Server;
import io.stageline.standalone.Settings;
import io.stageline.whole.Administrator;
import io.stageline.whole.CopiedLog;
import io.stageline.whole.LogChecks;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.Set;
import org.springframework.jdbc.core.JdbcTemplate;

/** Another installation with nothing but the log of the first, where all read models are folded anew (QUALITY 3, C). */
public final class Refold implements AutoCloseable {
    private static final String READ_MODELS =
            "SELECT table_name FROM information_schema.views WHERE table_schema = 'live' ORDER BY table_name";
    private static final String ROWS = "SELECT '%1$s ' || md5(t::text) FROM live.%1$s AS t";

    private final Administrator original;
    private final Administrator copy;
    private final Server server;

    private Refold(Administrator original, Administrator copy, Server server) {
        this.original = original;
        this.copy = copy;
        this.server = server;
    }

    /** Copies the log of a running server, on which nobody writes, and waits until it is folded. */
    public static Refold of(Administrator original, Path directory) throws IOException, SQLException {
        var copy = new Administrator(directory);
        CopiedLog.into(directory, original);
        var server = Server.start(logsOf(original, directory));
        new LogChecks(copy.database()).projectionsReachTheHead();
        return new Refold(original, copy, server);
    }

    private static Settings logsOf(Administrator original, Path directory) {
        var logs = original.database().queryForObject("SELECT count(*) FROM stageline.log_head", Integer.class);
        return new Settings(directory, 0, null, null, logs, Set.of(Role.values()));
    }

    /** How many rows of the original's read models are not in the new fold, or the other way round. */
    public long differences() {
        new LogChecks(original.database()).projectionsReachTheHead();
        var shown = rows(original.database());
        var folded = rows(copy.database());
        var common = new HashSet<>(shown);
        common.retainAll(folded);
        return shown.size() + folded.size() - 2L * common.size();
    }

    /** All rows of all read models; each has its key in it, so that none is like another. */
    public static Set<String> rows(JdbcTemplate database) {
        var rows = new HashSet<String>();
        for (var table : database.queryForList(READ_MODELS, String.class))
            rows.addAll(database.queryForList(ROWS.formatted(table), String.class));
        return rows;
    }

    public String url() {
        return server.url();
    }

    @Override
    public void close() {
        server.close();
    }
}
