package io.stageline.projection.bulk;

import io.stageline.projection.Generation;
import io.stageline.projection.bulk.Job.Kind;
import io.stageline.projection.bulk.Job.State;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** The work that was ever begun on generations; every change of it is a transaction of its own. */
public final class Jobs {
    private static final String COLUMNS = """
            job_id, projection, generation, kind, for_tenant, state, wanted, phase, rate, holder, seen, expected,
            differences, failure, started_at, updated_at""";

    // Whoever begins holds the lock: those who are said to be at work were killed.
    private static final String END_KILLED = """
            UPDATE stageline.replay_job SET state = 'paused', updated_at = ?
             WHERE projection = ? AND state = 'running'""";
    private static final String GO_ON = """
            UPDATE stageline.replay_job
               SET state = 'running', wanted = 'run', rate = ?, holder = ?, failure = NULL, updated_at = ?
             WHERE job_id = (SELECT job_id FROM stageline.replay_job
                              WHERE projection = ? AND generation = ? AND kind = ? AND state = 'paused'
                              ORDER BY updated_at DESC LIMIT 1)
            RETURNING\s""" + COLUMNS;
    private static final String BEGIN = """
            INSERT INTO stageline.replay_job
                   (job_id, projection, generation, kind, for_tenant, state, phase, rate, holder, expected, started_at, updated_at)
            VALUES (?, ?, ?, ?, ?, 'running', 'beginning', ?, ?, 0, ?, ?)
            RETURNING\s""" + COLUMNS;
    private static final String SEEN = """
            UPDATE stageline.replay_job SET phase = ?, seen = ?, expected = ?, updated_at = ?
             WHERE job_id = ? AND state = 'running'
            RETURNING wanted = 'pause'""";
    private static final String PAUSE = """
            UPDATE stageline.replay_job SET wanted = 'pause'
             WHERE job_id = ? AND state = 'running'""";
    private static final String WANTS_PAUSE = "SELECT wanted = 'pause' FROM stageline.replay_job WHERE job_id = ?";
    private static final String END = """
            UPDATE stageline.replay_job SET state = ?, differences = ?, failure = ?, updated_at = ?
             WHERE job_id = ?""";
    private static final String ONE = "SELECT " + COLUMNS + " FROM stageline.replay_job WHERE job_id = ?";
    private static final String ALL_OF = "SELECT " + COLUMNS + """
              FROM stageline.replay_job
             WHERE ?::uuid IS NULL OR for_tenant IS NULL OR for_tenant = ?
             ORDER BY started_at DESC, job_id""";

    private final JdbcTemplate sql;
    private final TransactionTemplate transaction;
    private final Clock clock;

    /** The login behind the data source must be allowed to become stageline_owner. */
    public Jobs(DataSource administrator, Clock clock) {
        this.sql = new JdbcTemplate(administrator);
        this.transaction = new TransactionTemplate(new DataSourceTransactionManager(administrator));
        this.clock = clock;
    }

    /** Begins work, or goes on with the same that was paused or killed; the caller holds the lock of the projection. */
    public Job begin(Kind kind, Generation generation, int rate, String holder) {
        return asOwner(() -> {
            var now = now();
            var number = generation.number();
            sql.update(END_KILLED, now, generation.projection());
            var same = sql.query(GO_ON, Jobs::job, rate, holder, now, generation.projection(), number, Job.text(kind));
            return same.stream().findFirst().orElseGet(() -> sql.query(
                            BEGIN,
                            Jobs::job,
                            UUID.randomUUID(),
                            generation.projection(),
                            number,
                            Job.text(kind),
                            generation.tenant(),
                            rate,
                            holder,
                            now,
                            now)
                    .get(0));
        });
    }

    /** Tells how far the work is; gives back whether somebody wants it to pause. */
    public boolean seen(UUID job, String phase, long seen, long expected) {
        return asOwner(() -> sql.queryForList(SEEN, Boolean.class, phase, seen, expected, now(), job)
                .contains(true));
    }

    public boolean wantsPause(UUID job) {
        return asOwner(() -> sql.queryForList(WANTS_PAUSE, Boolean.class, job).contains(true));
    }

    /** Asks whoever is at work to pause at the next checkpoint; false if nobody is. */
    public boolean pause(UUID job) {
        return asOwner(() -> sql.update(PAUSE, job) == 1);
    }

    /** Those who are said to be at work on the projection were killed; the caller holds its lock. */
    public int endKilled(String projection) {
        return asOwner(() -> sql.update(END_KILLED, now(), projection));
    }

    /** Ends the work, with the number of differences if any were looked for, and with a code if it failed. */
    public void end(UUID job, State state, @Nullable Long differences, @Nullable String failure) {
        asOwner(() -> sql.update(END, Job.text(state), differences, failure, now(), job));
    }

    public Optional<Job> find(UUID job) {
        return asOwner(() -> sql.query(ONE, Jobs::job, job)).stream().findFirst();
    }

    /** The jobs that concern a tenant, those of all tenants among them; all jobs if none is named; the newest first. */
    public List<Job> of(@Nullable UUID tenant) {
        return asOwner(() -> sql.query(ALL_OF, Jobs::job, tenant, tenant));
    }

    private <T> T asOwner(Supplier<T> work) {
        return Objects.requireNonNull(transaction.execute(status -> {
            sql.execute("SET LOCAL ROLE stageline_owner");
            return work.get();
        }));
    }

    private Timestamp now() {
        return Timestamp.from(clock.instant());
    }

    private static Job job(ResultSet row, int number) throws SQLException {
        return new Job(
                row.getObject(1, UUID.class),
                row.getString(2),
                row.getObject(3, Integer.class),
                Kind.valueOf(row.getString(4).toUpperCase(Locale.ROOT)),
                row.getObject(5, UUID.class),
                State.valueOf(row.getString(6).toUpperCase(Locale.ROOT)),
                row.getString(7).equals("pause"),
                row.getString(8),
                row.getInt(9),
                row.getString(10),
                row.getLong(11),
                row.getLong(12),
                row.getObject(13, Long.class),
                row.getString(14),
                row.getObject(15, OffsetDateTime.class).toInstant(),
                row.getObject(16, OffsetDateTime.class).toInstant());
    }
}
