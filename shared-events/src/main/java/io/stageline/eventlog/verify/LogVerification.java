package io.stageline.eventlog.verify;

import io.stageline.eventlog.EventTypes;
import io.stageline.eventlog.verify.Report.Log;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import javax.sql.DataSource;

/**
 * Checks that every log of a database keeps what it promises, as it is at one moment; others may go on writing. Its
 * memory does not grow with the log: at most about 130 MB for {@link StreamVersions} and {@link SeenIds}.
 */
public final class LogVerification {
    private static final int READERS = 2;

    private final DataSource database;
    private final Payloads payloads;
    private final int mostStreams;

    /** The connections must be those of an administrator, or of the owner of the schema. */
    public LogVerification(DataSource database, EventTypes types) {
        this(database, types, StreamVersions.MOST);
    }

    LogVerification(DataSource database, EventTypes types, int mostStreams) {
        this.database = database;
        this.payloads = new Payloads(types);
        this.mostStreams = mostStreams;
    }

    public Report run(Watcher watcher) throws SQLException, InterruptedException {
        var began = System.nanoTime();
        var findings = new Findings();
        var logs = new ArrayList<Log>();
        try (var moment = new OneMoment(database, READERS)) {
            var surroundings = new Surroundings(moment.first(), findings);
            var tenants = Tenants.in(moment.first());
            var spans = surroundings.spans();
            watcher.expect(spans.stream().mapToLong(LogSpan::events).sum());
            var seen = 0L;
            for (var span : spans) {
                var before = seen;
                var reader = new ChunkReader(span.log(), payloads, tenants, findings);
                var pass = new LogPasses(span, moment, reader, findings, mostStreams);
                logs.add(pass.run(events -> watcher.seen(before + events)));
                seen += logs.get(logs.size() - 1).events();
            }
            surroundings.check();
        }
        var took = Duration.ofNanos(System.nanoTime() - began);
        return new Report(logs, findings.kept(), findings.counts(), took);
    }
}
