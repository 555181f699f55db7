package io.stageline.journal.query;

import static io.stageline.query.Reading.maybe;
import static io.stageline.query.Reading.need;

import io.r2dbc.spi.Readable;
import io.stageline.journal.query.JournalAnswers.DecisionChange;
import io.stageline.journal.query.JournalQueries.DecisionHistoryOf;
import io.stageline.query.Cursor;
import io.stageline.query.Filters;
import io.stageline.query.Page;
import io.stageline.query.Reading;
import io.stageline.query.Sql;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** The SELECT of a decision history. */
final class DecisionHistoryReads {
    private static final String TABLE = "decision_change";

    private static final String ITEMS = """
            SELECT status, amount, currency, cadence, effective_from, reason, recorded_at, stage_event_id, version, actor
              FROM decision_change
             WHERE tenant_id = :tenant AND journal_id = :journal AND contact_id = :contact%s
             ORDER BY version DESC
             LIMIT :limit + 1""";

    private DecisionHistoryReads() {}

    static Mono<Page<DecisionChange>> answer(DecisionHistoryOf question, Reading reading) {
        var cursors = Cursor.in("decision-history", question.journalId(), question.contactId());
        var before = cursors.read(question.cursor(), 1, keys -> Long.valueOf(keys.get(0)));
        var filters = Histories.ofEntry(question.journalId(), question.contactId());
        return Histories.total(reading, TABLE, filters)
                .flatMap(total -> reading.all(items(question, filters, before), DecisionHistoryReads::item)
                        .map(items -> Page.of(
                                items, question.limit(), total, item -> item, last -> cursors.after(last.version()))));
    }

    private static Sql items(DecisionHistoryOf question, Filters filters, @Nullable Long before) {
        filters.when(before, "version < :before", "before");
        return Sql.of(ITEMS.formatted(filters.text())).bindAll(filters.values()).bind("limit", question.limit());
    }

    private static DecisionChange item(Readable row) {
        var amount = maybe(row, "amount", BigDecimal.class);
        return new DecisionChange(
                need(row, "status", String.class),
                amount == null ? null : amount.toPlainString(),
                maybe(row, "currency", String.class),
                need(row, "cadence", String.class),
                need(row, "effective_from", LocalDate.class),
                maybe(row, "reason", String.class),
                need(row, "recorded_at", Instant.class),
                need(row, "stage_event_id", UUID.class),
                need(row, "version", Long.class),
                need(row, "actor", UUID.class));
    }
}
