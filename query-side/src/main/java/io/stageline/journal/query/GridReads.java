package io.stageline.journal.query;

import static io.stageline.query.Reading.maybe;
import static io.stageline.query.Reading.need;

import io.r2dbc.spi.Readable;
import io.stageline.journal.events.PathText;
import io.stageline.journal.events.Staleness;
import io.stageline.journal.query.JournalAnswers.Grid;
import io.stageline.journal.query.JournalAnswers.GridRow;
import io.stageline.journal.query.JournalQueries.GridOf;
import io.stageline.query.Cursor;
import io.stageline.query.Filters;
import io.stageline.query.Page;
import io.stageline.query.Reading;
import io.stageline.query.Sql;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** The two SELECTs of the grid: its frame with the total, and the rows of the page. */
@Component
class GridReads {
    private static final String FRAME = """
            SELECT stages, statuses, %s AS total
              FROM journal
             WHERE tenant_id = :tenant
               AND journal_id = :journal""";

    private static final String TOTAL = """
            (SELECT count(*)
               FROM grid_row
              WHERE tenant_id = :tenant AND journal_id = :journal AND present%s)""";

    private static final String TOTAL_KNOWN = "CAST(:total AS bigint)";

    private static final String ROWS = """
            SELECT contact_id, name, current_stage, last_activity_at, path, decision, version, %s
              FROM grid_row
             WHERE tenant_id = :tenant AND journal_id = :journal AND present%s
             ORDER BY %s
             LIMIT :limit + 1""";

    private static final String NONE = "NONE";

    private final Totals totals;

    GridReads(Totals totals) {
        this.totals = totals;
    }

    private record Frame(List<String> stages, List<String> statuses, long total) {
        static Frame of(Readable row) {
            return new Frame(
                    JournalReads.words(row, "stages"),
                    JournalReads.words(row, "statuses"),
                    need(row, "total", Long.class));
        }
    }

    private record Place(UUID contact, String key) {}

    private record Found(String key, GridRow row) {}

    Mono<Grid> answer(GridOf question, Reading reading) {
        var filters = filters(question, reading.now());
        return reading.one(frame(question, filters, totals.of(question, reading)), Frame::of)
                .switchIfEmpty(Mono.error(JournalReads::unknown))
                .doOnNext(found -> checkWords(question, found))
                .doOnNext(found -> totals.remember(question, reading, found.total()))
                .flatMap(found -> rows(question, filters, found, reading));
    }

    private static Sql frame(GridOf question, Filters filters, @Nullable Long total) {
        var sql = total == null
                ? Sql.of(FRAME.formatted(TOTAL.formatted(filters.text())))
                : Sql.of(FRAME.formatted(TOTAL_KNOWN)).bind("total", total);
        return sql.bindAll(filters.values()).bind("journal", question.journalId());
    }

    private static Mono<Grid> rows(GridOf question, Filters filters, Frame frame, Reading reading) {
        var cursors = cursors(question);
        var sort = question.sort();
        var place = cursors.read(
                question.cursor(), 2, keys -> new Place(UUID.fromString(keys.get(0)), sort.checked(keys.get(1))));
        if (place != null) filters.and(sort.behind()).bind("key", place.key()).bind("after", place.contact());
        var rows = Sql.of(ROWS.formatted(sort.keyColumn(), filters.text(), sort.order()))
                .bindAll(filters.values())
                .bind("journal", question.journalId())
                .bind("limit", question.limit());
        var cells = new Cells(frame.stages(), reading.now());
        return reading.all(rows, row -> found(row, cells, reading.now()))
                .map(found -> Page.of(
                        found,
                        question.limit(),
                        frame.total(),
                        Found::row,
                        last -> cursors.after(last.row().contactId(), last.key())))
                .map(page -> new Grid(page.items(), page.total(), page.next()));
    }

    private static Filters filters(GridOf question, Instant now) {
        var none = NONE.equals(question.decision());
        var filters = new Filters()
                .when(question.stage(), "current_stage = :stage", "stage")
                .when(reached(question), "strpos(path, :reached) > 0", "reached")
                .when(none ? null : question.decision(), "decision_status = :decision", "decision")
                .when(Filters.containing(question.q()), "sort_name LIKE :pattern", "pattern");
        if (none) filters.and("decision_status IS NULL");
        return fresh(filters, question.staleness(), now);
    }

    private static @Nullable String reached(GridOf question) {
        return question.reached() == null ? null : PathText.key(question.reached());
    }

    /** Age is never stored: a level of staleness is a stretch of time that ends some days before now. */
    private static Filters fresh(Filters filters, @Nullable Staleness level, Instant now) {
        if (level == null) return filters;
        var levels = Staleness.values();
        if (level.fromDays() > 0)
            filters.when(now.minus(Duration.ofDays(level.fromDays())), "last_activity_at <= :until", "until");
        if (level.ordinal() + 1 < levels.length) {
            var next = Duration.ofDays(levels[level.ordinal() + 1].fromDays());
            filters.when(now.minus(next), "last_activity_at > :since", "since");
        }
        return filters;
    }

    private static void checkWords(GridOf question, Frame frame) {
        Filters.checkWord("stage", question.stage(), frame.stages());
        Filters.checkWord("reached", question.reached(), frame.stages());
        var statuses = new ArrayList<>(frame.statuses());
        statuses.add(NONE);
        Filters.checkWord("decision", question.decision(), statuses);
    }

    private static Cursor cursors(GridOf question) {
        return Cursor.in(
                "grid",
                question.journalId(),
                question.stage(),
                question.reached(),
                question.staleness(),
                question.decision(),
                question.q(),
                question.sort());
    }

    private static Found found(Readable row, Cells cells, Instant now) {
        var last = maybe(row, "last_activity_at", Instant.class);
        var answer = new GridRow(
                need(row, "contact_id", UUID.class),
                maybe(row, "name", String.class),
                maybe(row, "current_stage", String.class),
                last,
                last == null ? null : Staleness.daysAgo(last, now),
                last == null ? null : Staleness.of(last, now),
                need(row, "version", Long.class),
                cells.of(need(row, "path", String.class)),
                Cells.decision(maybe(row, "decision", String.class)),
                0);
        return new Found(need(row, "sort_key", String.class), answer);
    }
}
