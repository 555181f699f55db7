package io.stageline.alert.query;

import static io.stageline.query.Reading.need;
import static io.stageline.refusal.Code.UNKNOWN_RULE;

import io.r2dbc.spi.Readable;
import io.stageline.alert.query.RuleQueries.AlertRule;
import io.stageline.alert.query.RuleQueries.OneRule;
import io.stageline.alert.query.RuleQueries.Revision;
import io.stageline.alert.query.RuleQueries.Revisions;
import io.stageline.alert.query.RuleQueries.Rules;
import io.stageline.query.Cursor;
import io.stageline.query.Filters;
import io.stageline.query.Page;
import io.stageline.query.Reading;
import io.stageline.query.Sql;
import io.stageline.refusal.Refused;
import java.time.Instant;
import java.util.UUID;
import reactor.core.publisher.Mono;

/** The SELECTs about alert rules. */
final class RuleReads {
    private static final String RULE = """
            SELECT rule_id, revision, enabled, deleted, rule, silences, created_at, changed_at, version
              FROM alert_rule
             WHERE tenant_id = :tenant""";

    private static final String NOT_DELETED = " AND NOT deleted";

    private static final String COUNT =
            "SELECT count(*) AS total FROM alert_rule WHERE tenant_id = :tenant" + NOT_DELETED;

    private static final String PAGE = """

             ORDER BY rule_id
             LIMIT :limit + 1""";

    // The newest revision is the number of them.
    private static final String LAST_REVISION =
            "SELECT revision FROM alert_rule WHERE tenant_id = :tenant AND rule_id = :rule";

    private static final String REVISIONS = """
            SELECT revision, rule, saved_at, saved_by
              FROM alert_rule_revision
             WHERE tenant_id = :tenant AND rule_id = :rule%s
             ORDER BY revision DESC
             LIMIT :limit + 1""";

    private RuleReads() {}

    static Mono<Page<AlertRule>> answer(Rules question, Reading reading) {
        var cursors = Cursor.in("alert-rules");
        var after = cursors.read(question.cursor(), 1, keys -> UUID.fromString(keys.get(0)));
        var page = new Filters().when(after, "rule_id > :after", "after");
        var rows = Sql.of(RULE + NOT_DELETED + page.text() + PAGE)
                .bindAll(page.values())
                .bind("limit", question.limit());
        return reading.one(Sql.of(COUNT), row -> need(row, "total", Long.class)).flatMap(total -> reading.all(
                        rows, RuleReads::rule)
                .map(found -> Page.of(found, question.limit(), total, row -> row, row -> cursors.after(row.ruleId()))));
    }

    static Mono<AlertRule> answer(OneRule question, Reading reading) {
        return reading.one(Sql.of(RULE + " AND rule_id = :rule").bind("rule", question.ruleId()), RuleReads::rule)
                .switchIfEmpty(Mono.error(RuleReads::unknown));
    }

    static Mono<Page<Revision>> answer(Revisions question, Reading reading) {
        var cursors = Cursor.in("alert-rule-revisions", question.ruleId());
        var before = cursors.read(question.cursor(), 1, keys -> Integer.valueOf(keys.get(0)));
        var page = new Filters().when(before, "revision < :before", "before");
        var rows = Sql.of(REVISIONS.formatted(page.text()))
                .bindAll(page.values())
                .bind("rule", question.ruleId())
                .bind("limit", question.limit());
        return reading.one(
                        Sql.of(LAST_REVISION).bind("rule", question.ruleId()),
                        row -> need(row, "revision", Integer.class))
                .switchIfEmpty(Mono.error(RuleReads::unknown))
                .flatMap(total -> reading.all(rows, RuleReads::revision)
                        .map(found -> Page.of(
                                found, question.limit(), total, row -> row, row -> cursors.after(row.revision()))));
    }

    private static AlertRule rule(Readable row) {
        return new AlertRule(
                need(row, "rule_id", UUID.class),
                need(row, "revision", Integer.class),
                need(row, "enabled", Boolean.class),
                need(row, "deleted", Boolean.class),
                need(row, "rule", String.class),
                need(row, "silences", String.class),
                need(row, "created_at", Instant.class),
                need(row, "changed_at", Instant.class),
                need(row, "version", Long.class));
    }

    private static Revision revision(Readable row) {
        return new Revision(
                need(row, "revision", Integer.class),
                need(row, "rule", String.class),
                need(row, "saved_at", Instant.class),
                need(row, "saved_by", UUID.class));
    }

    private static Refused unknown() {
        return UNKNOWN_RULE.because("There is no such alert rule.").asException();
    }
}
