package io.stageline.journal.query;

import static io.stageline.query.Reading.maybe;
import static io.stageline.query.Reading.need;
import static java.util.Objects.requireNonNull;

import io.r2dbc.spi.Readable;
import io.stageline.journal.events.Terms;
import io.stageline.journal.query.HistoryAnswers.DecisionChange;
import io.stageline.journal.query.HistoryQueries.DecisionHistoryOf;
import io.stageline.query.Cursor;
import io.stageline.query.Filters;
import io.stageline.query.Page;
import io.stageline.query.Reading;
import io.stageline.query.Sql;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.json.JsonMapper;

/** The SELECTs of a decision history: all that was said, or what is in force on a day; as known now or at a moment. */
final class DecisionHistoryReads {
    private static final ObjectReader TERMS = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build()
            .readerFor(Terms.class);

    /** Lines about decisions; a decision and its corrections are about the same stage event. */
    static final String ABOUT_DECISIONS = "what IN ('decision', 'correction')";

    // The change told in a line is that of the decision then in force, which a late correction is not about.
    private static final String LINES = """
            SELECT what, about, version, terms, said, recorded_at, actor, occurred_at,
                   CASE WHEN decision::json ->> 'decisionId' = about::text THEN decision_change END AS change,
                   EXISTS (SELECT FROM %1$s AS later
                            WHERE later.tenant_id = line.tenant_id AND later.journal_id = line.journal_id
                              AND later.contact_id = line.contact_id AND later.about = line.about
                              AND later.what = 'correction' AND later.version > line.version) AS corrected
              FROM %1$s AS line
             WHERE tenant_id = :tenant AND journal_id = :journal AND contact_id = :contact
               AND what IN ('decision', 'correction')""";

    private static final String ITEMS = LINES + """
            %2$s
             ORDER BY version DESC
             LIMIT :limit + 1""";

    // Of each decision what was said of it last; of those the one that took effect last, and was taken last.
    private static final String IN_FORCE = """
            SELECT *
              FROM (SELECT *, min(version) OVER (PARTITION BY about) AS taken FROM (%s) AS line) AS said
             WHERE NOT corrected AND occurred_at <= :effectiveOn
             ORDER BY occurred_at DESC, taken DESC
             LIMIT 1""".formatted(LINES);

    private DecisionHistoryReads() {}

    static Mono<Page<DecisionChange>> answer(DecisionHistoryOf question, Reading reading) {
        var cursors = Cursor.in("decision-history", question.journalId(), question.contactId());
        var before = cursors.read(question.cursor(), 1, keys -> Long.valueOf(keys.get(0)));
        var filters = Histories.ofEntry(question.journalId(), question.contactId());
        var frame = Histories.frame(reading, ABOUT_DECISIONS, filters);
        return question.effectiveOn() == null
                ? frame.flatMap(
                        known -> reading.all(items(question, filters, before, reading), DecisionHistoryReads::item)
                                .map(items -> Histories.page(
                                        items,
                                        question.limit(),
                                        known.total(),
                                        item -> Histories.said(item.reason()),
                                        last -> cursors.after(last.version()))))
                : frame.flatMap(known -> reading.all(inForce(question, filters, reading), DecisionHistoryReads::item)
                        .map(items -> new Page<>(items, items.size(), null)));
    }

    private static Sql items(DecisionHistoryOf question, Filters filters, @Nullable Long before, Reading reading) {
        filters.when(before, "version < :before", "before");
        return Sql.of(ITEMS.formatted(reading.source().events(), filters.text()))
                .bindAll(filters.values())
                .bind("limit", question.limit());
    }

    /** A day begins in UTC, as the days of the lines do. */
    private static Sql inForce(DecisionHistoryOf question, Filters filters, Reading reading) {
        var day = requireNonNull(question.effectiveOn());
        return Sql.of(IN_FORCE.formatted(reading.source().events()))
                .bindAll(filters.values())
                .bind("effectiveOn", day.atStartOfDay(ZoneOffset.UTC).toInstant());
    }

    private static DecisionChange item(Readable row) {
        Terms terms = TERMS.readValue(need(row, "terms", String.class));
        var about = need(row, "about", UUID.class);
        return new DecisionChange(
                terms.status(),
                text(terms.amount()),
                terms.currency(),
                terms.cadence(),
                text(terms.monthlyAmount()),
                terms.effectiveFrom(),
                maybe(row, "change", String.class),
                maybe(row, "said", String.class),
                need(row, "recorded_at", Instant.class),
                about,
                need(row, "what", String.class).equals("correction") ? about : null,
                need(row, "corrected", Boolean.class),
                need(row, "version", Long.class),
                need(row, "actor", UUID.class));
    }

    private static @Nullable String text(@Nullable BigDecimal amount) {
        return amount == null ? null : amount.toPlainString();
    }
}
