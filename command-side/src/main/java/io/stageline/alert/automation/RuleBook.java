package io.stageline.alert.automation;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.stageline.alert.events.RuleEvent.RuleSaved;
import io.stageline.eventlog.EventTypes;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/** The rules and silences in force as of a position of the log: kept in tables, and remembered as events change them one by one. */
final class RuleBook {
    private static final String RULES =
            "SELECT saved::text, since, rule_id FROM stageline.watched_rule WHERE tenant_id = ? AND enabled";
    private static final String SILENCES =
            "SELECT silence_id, rule_id, fingerprint, until FROM stageline.alert_silence WHERE tenant_id = ?";
    private static final String FIND =
            "SELECT saved::text, since, rule_id FROM stageline.watched_rule WHERE tenant_id = ? AND rule_id = ?";
    private static final String SAVE = """
            INSERT INTO stageline.watched_rule (tenant_id, rule_id, since, enabled, saved)
            VALUES (?, ?, ?, true, ?::jsonb)
                ON CONFLICT (tenant_id, rule_id) DO UPDATE SET since = excluded.since, saved = excluded.saved
            RETURNING enabled""";
    private static final String ENABLE =
            "UPDATE stageline.watched_rule SET enabled = ?, since = ? WHERE tenant_id = ? AND rule_id = ?";
    private static final String DELETE = "DELETE FROM stageline.watched_rule WHERE tenant_id = ? AND rule_id = ?";
    private static final String SILENCE = """
            INSERT INTO stageline.alert_silence (tenant_id, silence_id, rule_id, fingerprint, until)
            VALUES (?, ?, ?, ?, ?)
                ON CONFLICT (tenant_id, silence_id) DO UPDATE
               SET rule_id = excluded.rule_id, fingerprint = excluded.fingerprint, until = excluded.until""";
    private static final String END_SILENCE =
            "DELETE FROM stageline.alert_silence WHERE tenant_id = ? AND silence_id = ?";
    private static final String FORGET_SILENCES =
            "DELETE FROM stageline.alert_silence WHERE tenant_id = ? AND until < ?";
    private static final Duration AFTERWARDS = Duration.ofDays(1);
    private static final int TENANTS = 10_000;
    private static final String SAVED = "alert-rule.saved/1";

    private final JdbcTemplate database;
    private final EventTypes types;
    private final BrokenRules broken;
    private final Cache<UUID, Page> pages =
            Caffeine.newBuilder().maximumSize(TENANTS).build();
    private long asOf = -1;

    RuleBook(JdbcTemplate database, EventTypes types, BrokenRules broken) {
        this.database = database;
        this.types = types;
        this.broken = broken;
    }

    BrokenRules broken() {
        return broken;
    }

    /** What a tenant watches for, what of it is not sent, and which rules cannot be read: these are left as they are. */
    record Page(RuleIndex rules, List<Silence> silences, Set<UUID> unread) {
        private void forget(UUID ruleId) {
            rules.remove(ruleId);
            unread.remove(ruleId);
        }
    }

    /** What is not sent of a rule until a time: all, or one fingerprint of it. */
    record Silence(UUID silenceId, UUID ruleId, @Nullable UUID fingerprint, Instant until) {
        boolean covers(UUID rule, UUID one, Instant at) {
            return ruleId.equals(rule) && (fingerprint == null || fingerprint.equals(one)) && until.isAfter(at);
        }
    }

    /** Another process may have changed it since: it holds only if no event did. */
    void mustBeAsOf(long position) {
        if (asOf != position) pages.invalidateAll();
        asOf = -1; // until it is known that the transaction did not fail
    }

    /** It was changed here, by the event at this position, and is remembered like that. */
    void isAsOf(long position) {
        asOf = position;
    }

    Page of(UUID tenant) {
        return Objects.requireNonNull(pages.get(tenant, this::load));
    }

    private Page load(UUID tenant) {
        var unread = new HashSet<UUID>();
        var rules = new ArrayList<Rule>();
        database.query(
                RULES,
                row -> {
                    var rule = readable(tenant, row);
                    if (rule.isEmpty()) unread.add(row.getObject(3, UUID.class));
                    rule.ifPresent(rules::add);
                },
                tenant);
        var silences = database.query(SILENCES, (row, n) -> silence(row), tenant);
        return new Page(new RuleIndex(rules), new ArrayList<>(silences), unread);
    }

    /** The rule as it was saved last, enabled or not. */
    Optional<Rule> find(UUID tenant, UUID ruleId) {
        return database.query(FIND, (row, n) -> readable(tenant, row), tenant, ruleId).stream()
                .flatMap(Optional::stream)
                .findFirst();
    }

    /** A rule that cannot be read, such as one written by a newer version, watches for nothing here. */
    private Optional<Rule> readable(UUID tenant, ResultSet row) throws SQLException {
        var ruleId = row.getObject(3, UUID.class);
        try {
            return Optional.of(rule(tenant, row));
        } catch (RuntimeException unreadable) {
            broken.passBy("rule " + ruleId, unreadable);
            return Optional.empty();
        }
    }

    private Rule rule(UUID tenant, ResultSet row) throws SQLException {
        var saved = (RuleSaved) types.read(SAVED, row.getString(1));
        return new Rule(tenant, saved.ruleId(), saved.revision(), row.getLong(2), saved.rule());
    }

    private static Silence silence(ResultSet row) throws SQLException {
        return new Silence(
                row.getObject(1, UUID.class),
                row.getObject(2, UUID.class),
                row.getObject(3, UUID.class),
                row.getTimestamp(4).toInstant());
    }

    void save(UUID tenant, RuleSaved saved, long since) {
        var page = of(tenant);
        var enabled = database.queryForObject(SAVE, Boolean.class, tenant, saved.ruleId(), since, types.write(saved));
        page.unread.remove(saved.ruleId());
        if (Boolean.TRUE.equals(enabled))
            page.rules.put(new Rule(tenant, saved.ruleId(), saved.revision(), since, saved.rule()));
    }

    void enable(UUID tenant, UUID ruleId, long since) {
        var page = of(tenant);
        database.update(ENABLE, true, since, tenant, ruleId);
        find(tenant, ruleId).ifPresentOrElse(page.rules::put, () -> page.unread.add(ruleId));
    }

    void disable(UUID tenant, UUID ruleId, long since) {
        database.update(ENABLE, false, since, tenant, ruleId);
        of(tenant).forget(ruleId);
    }

    void delete(UUID tenant, UUID ruleId) {
        database.update(DELETE, tenant, ruleId);
        of(tenant).forget(ruleId);
    }

    /** A silence that is known goes on until another time. Silences that were over long before this time are forgotten. */
    void silence(UUID tenant, Silence silence, Instant now) {
        var page = of(tenant);
        forgetSilences(tenant, page, now.minus(AFTERWARDS));
        database.update(
                SILENCE,
                tenant,
                silence.silenceId(),
                silence.ruleId(),
                silence.fingerprint(),
                Timestamp.from(silence.until()));
        page.silences.removeIf(one -> one.silenceId.equals(silence.silenceId));
        page.silences.add(silence);
    }

    private void forgetSilences(UUID tenant, Page page, Instant before) {
        if (page.silences.removeIf(silence -> silence.until.isBefore(before)))
            database.update(FORGET_SILENCES, tenant, Timestamp.from(before));
    }

    void endSilence(UUID tenant, UUID silenceId) {
        database.update(END_SILENCE, tenant, silenceId);
        of(tenant).silences.removeIf(silence -> silence.silenceId.equals(silenceId));
    }
}
