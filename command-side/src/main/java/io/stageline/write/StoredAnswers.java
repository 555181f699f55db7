package io.stageline.write;

import static java.util.Objects.requireNonNull;

import io.stageline.eventlog.Append.Answer;
import io.stageline.refusal.Code;
import io.stageline.refusal.Refusal;
import io.stageline.write.Decided.Result;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What requests with an idempotency key were answered: the same key and body get the same answer again (QUALITY 6). */
public final class StoredAnswers {
    /** How long an answer is kept; after that its key starts anew. */
    public static final Duration KEPT = Duration.ofDays(7);

    private static final String FIND = """
            SELECT fingerprint, status, answer, position
              FROM stageline.idempotency
             WHERE tenant_id = ? AND key = ?""";
    private static final String TAKEN = "SELECT 1 FROM stageline.idempotency WHERE tenant_id = ? AND key = ?";
    private static final String DROP_OLD = """
            DELETE FROM stageline.idempotency
             WHERE ctid = ANY (ARRAY(SELECT ctid FROM stageline.idempotency WHERE recorded_at < ? LIMIT ?))""";
    private static final int DROPPED_AT_ONCE = 5_000;
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final JdbcTemplate database;
    private final Clock clock;
    private final Map<InFlight, byte[]> inFlight = new ConcurrentHashMap<>();

    private record InFlight(UUID tenant, String key) {}

    /** Either a decision or a refusal, as it is written. */
    private record Kept(
            @Nullable Result result,
            Decided.@Nullable Answer answer,
            @Nullable Code code,
            @Nullable String because,
            @Nullable String pointer,
            @Nullable Map<String, Object> extra) {}

    /** The same as it is read, before the type of the answer is known. */
    private record Stored(
            @Nullable Result result,
            @Nullable JsonNode answer,
            @Nullable Code code,
            @Nullable String because,
            @Nullable String pointer,
            @Nullable Map<String, Object> extra) {}

    /** A remembered refusal on its way to who asked again. */
    static final class Replayed extends RuntimeException {
        Replayed(Refusal refusal) {
            super(null, refusal.asException(), false, false);
        }
    }

    public StoredAnswers(DataSource database, Clock clock) {
        this.database = new JdbcTemplate(database);
        this.clock = clock;
    }

    /** Takes the key for a running request; refuses while another request with it is running in this process. */
    void begin(UUID tenant, IdempotencyKey key) {
        var running = inFlight.putIfAbsent(new InFlight(tenant, key.key()), key.fingerprint());
        if (running == null) return;
        if (!Arrays.equals(running, key.fingerprint())) throw reused();
        throw Code.IDEMPOTENCY_IN_FLIGHT
                .because("a request with this Idempotency-Key is still running")
                .asException();
    }

    void end(UUID tenant, IdempotencyKey key) {
        inFlight.remove(new InFlight(tenant, key.key()));
    }

    /** The answer to remember for a decision. */
    static Answer answer(IdempotencyKey key, Decided decided) {
        var body = new Kept(decided.result(), decided.answer(), null, null, null, null);
        return new Answer(key.key(), key.fingerprint(), decided.status(), JSON.writeValueAsString(body));
    }

    /** The answer to remember for a refusal. */
    static Answer answer(IdempotencyKey key, Refusal refusal) {
        var body = new Kept(null, null, refusal.code(), refusal.because(), refusal.pointer(), refusal.extra());
        return new Answer(key.key(), key.fingerprint(), refusal.code().status(), JSON.writeValueAsString(body));
    }

    /** Whether an answer is remembered for the key. */
    boolean isTaken(UUID tenant, IdempotencyKey key) {
        return !database.queryForList(TAKEN, Integer.class, tenant, key.key()).isEmpty();
    }

    /** The remembered decision; throws a remembered refusal as {@link Replayed}, and refuses when the key came with another request. */
    Optional<Decided> find(UUID tenant, IdempotencyKey key, Class<? extends Decided.Answer> type) {
        return database.query(FIND, (row, n) -> replay(row, key, type), tenant, key.key()).stream()
                .findFirst();
    }

    private static Decided replay(ResultSet row, IdempotencyKey key, Class<? extends Decided.Answer> type)
            throws SQLException {
        if (!Arrays.equals(row.getBytes(1), key.fingerprint())) throw reused();
        var stored = JSON.readValue(row.getString(3), Stored.class);
        if (stored.code() != null)
            throw new Replayed(new Refusal(
                    stored.code(),
                    String.valueOf(stored.because()),
                    stored.pointer(),
                    stored.extra() == null ? Map.of() : stored.extra()));
        return new Decided(JSON.treeToValue(stored.answer(), type), requireNonNull(stored.result())).at(row.getLong(4));
    }

    private static RuntimeException reused() {
        return Code.IDEMPOTENCY_KEY_REUSED
                .because("this Idempotency-Key was used for another request")
                .asException();
    }

    /** Drops the answers that were kept long enough; returns how many. */
    public int dropOld() {
        var before = OffsetDateTime.ofInstant(clock.instant().minus(KEPT), ZoneOffset.UTC);
        var all = 0;
        int some;
        do { // each statement is over soon
            some = database.update(DROP_OLD, before, DROPPED_AT_ONCE);
            all += some;
        } while (some == DROPPED_AT_ONCE);
        return all;
    }
}
