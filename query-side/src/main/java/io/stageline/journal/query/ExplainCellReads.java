package io.stageline.journal.query;

import static io.stageline.refusal.Code.NOT_FOUND;

import io.stageline.journal.events.PathText;
import io.stageline.journal.query.EventLine.What;
import io.stageline.journal.query.ExplainAnswers.Cause;
import io.stageline.journal.query.ExplainAnswers.CellExplanation;
import io.stageline.journal.query.ExplainAnswers.Role;
import io.stageline.journal.query.Histories.Frame;
import io.stageline.journal.query.HistoryQueries.CellExplainOf;
import io.stageline.query.Cursor;
import io.stageline.query.Filters;
import io.stageline.query.Reading;
import io.stageline.query.Sql;
import io.stageline.refusal.Refused;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** The SELECT of the events behind a cell: those of its stage, with what withdrew them and what they decided. */
final class ExplainCellReads {
    // A stage event is outdone when another one that still counts is the one whose time is shown. A decision follows
    // its stage event at the next position.
    private static final String LINES = """
            WITH withdrawn AS MATERIALIZED (
                 SELECT about
                   FROM %3$s AS event
                  WHERE tenant_id = :tenant AND journal_id = :journal AND contact_id = :contact AND what = 'withdrawal'),
            page AS MATERIALIZED (
                 SELECT %1$s,
                        event_id IS DISTINCT FROM (
                           SELECT event_id
                             FROM %3$s AS event
                            WHERE tenant_id = :tenant AND journal_id = :journal AND contact_id = :contact
                              AND what = 'stage' AND stage = :stage AND event_id NOT IN (SELECT about FROM withdrawn)
                            ORDER BY occurred_at DESC, version DESC
                            LIMIT 1) AS outdone
                   FROM %3$s AS event
                  WHERE tenant_id = :tenant AND journal_id = :journal AND contact_id = :contact
                    AND what = 'stage' AND stage = :stage%2$s
                  ORDER BY position DESC
                  LIMIT :limit + 1)
            SELECT *
              FROM page
             UNION ALL
            SELECT %1$s, false
              FROM %3$s AS event
             WHERE tenant_id = :tenant AND journal_id = :journal AND contact_id = :contact
               AND what = 'withdrawal' AND about = ANY (ARRAY(SELECT event_id FROM page))
             UNION ALL
            SELECT %1$s, false
              FROM %3$s AS event
             WHERE tenant_id = :tenant AND journal_id = :journal AND contact_id = :contact
               AND what = 'decision' AND position = ANY (ARRAY(SELECT position + 1 FROM page))
             ORDER BY position DESC""";

    private ExplainCellReads() {}

    static Mono<CellExplanation> answer(CellExplainOf question, Reading reading) {
        var cursors = Cursor.in("explain-cell", question.journalId(), question.contactId(), question.stage());
        var before = cursors.read(question.cursor(), 1, keys -> Long.valueOf(keys.get(0)));
        var filters = Histories.ofEntry(question.journalId(), question.contactId());
        var frame =
                Histories.frame(reading, "what = 'stage' AND stage = :stage", filters.bind("stage", question.stage()));
        return frame.doOnNext(known -> mustHave(question.stage(), known))
                .flatMap(known -> reading.all(lines(question, filters, before, reading), EventLine::of)
                        .map(lines -> answer(question, known, cursors, lines, reading)));
    }

    private static void mustHave(String stage, Frame frame) {
        if (!frame.stages().contains(stage)) throw unknownStage();
    }

    private static Sql lines(CellExplainOf question, Filters filters, @Nullable Long before, Reading reading) {
        var page = new Filters().when(before, "position < :before", "before");
        return Sql.of(LINES.formatted(
                        EventLine.COLUMNS, page.text(), reading.source().events()))
                .bindAll(filters.values())
                .bindAll(page.values())
                .bind("limit", question.limit());
    }

    private static CellExplanation answer(
            CellExplainOf question, Frame frame, Cursor cursors, List<EventLine> lines, Reading reading) {
        var reasons = of(What.withdrawal, lines)
                .collect(Collectors.toMap(EventLine::about, line -> Histories.said(line.said())));
        var page = Histories.page(
                of(What.stage, lines).toList(),
                question.limit(),
                frame.total(),
                line -> Histories.said(line.said()) + Histories.said(reasons.get(line.eventId())),
                line -> cursors.after(line.position()));
        return new CellExplanation(
                "cells." + question.stage(),
                ExplainedCell.of(PathText.read(frame.path()), question.stage(), reading.now()),
                page.total(),
                page.next(),
                causes(page.items(), lines));
    }

    private static List<Cause> causes(List<EventLine> stages, List<EventLine> lines) {
        var withdrawn = of(What.withdrawal, lines).collect(Collectors.toMap(EventLine::about, Causes::ofWithdrawal));
        var decided = of(What.decision, lines).map(EventLine::about).collect(Collectors.toSet());
        return stages.stream()
                .map(line -> Causes.ofStage(
                        role(line, withdrawn), line, decided.contains(line.eventId()), withdrawn.get(line.eventId())))
                .toList();
    }

    private static Role role(EventLine line, Map<?, Cause> withdrawn) {
        if (withdrawn.containsKey(line.eventId())) return Role.withdrawn;
        if (!line.outdone()) return Role.latest;
        return line.late() ? Role.late : Role.counted;
    }

    private static Stream<EventLine> of(What what, List<EventLine> lines) {
        return lines.stream().filter(line -> line.what() == what);
    }

    private static Refused unknownStage() {
        return NOT_FOUND.because("There is no such stage in this journal.").asException();
    }
}
