package io.stageline.journal.query;

import io.stageline.journal.query.EventLine.What;
import io.stageline.journal.query.ExplainAnswers.Cause;
import io.stageline.journal.query.ExplainAnswers.DecisionExplanation;
import io.stageline.journal.query.ExplainAnswers.Role;
import io.stageline.journal.query.Histories.Frame;
import io.stageline.journal.query.HistoryQueries.DecisionExplainOf;
import io.stageline.query.Cursor;
import io.stageline.query.Filters;
import io.stageline.query.Reading;
import io.stageline.query.Sql;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/** The SELECT of the events behind a decision: all decisions and corrections, with the stage events they came with. */
final class ExplainDecisionReads {
    private static final JsonMapper JSON = new JsonMapper();

    // What is said is outdone by a later correction of the same decision. A decision follows its stage event at the
    // next position.
    private static final String LINES = """
            WITH page AS MATERIALIZED (
                 SELECT %1$s,
                        EXISTS (SELECT FROM %3$s AS later
                                 WHERE later.tenant_id = line.tenant_id AND later.journal_id = line.journal_id
                                   AND later.contact_id = line.contact_id AND later.about = line.about
                                   AND later.what = 'correction' AND later.position > line.position) AS outdone
                   FROM %3$s AS line
                  WHERE tenant_id = :tenant AND journal_id = :journal AND contact_id = :contact
                    AND what IN ('decision', 'correction')%2$s
                  ORDER BY position DESC
                  LIMIT :limit + 1)
            SELECT *
              FROM page
             UNION ALL
            SELECT %1$s, false
              FROM %3$s AS event
             WHERE tenant_id = :tenant AND journal_id = :journal AND contact_id = :contact
               AND what = 'stage' AND position = ANY (ARRAY(SELECT position - 1 FROM page WHERE what = 'decision'))
             ORDER BY position DESC""";

    private ExplainDecisionReads() {}

    static Mono<DecisionExplanation> answer(DecisionExplainOf question, Reading reading) {
        var cursors = Cursor.in("explain-decision", question.journalId(), question.contactId());
        var before = cursors.read(question.cursor(), 1, keys -> Long.valueOf(keys.get(0)));
        var filters = Histories.ofEntry(question.journalId(), question.contactId());
        return Histories.frame(reading, DecisionHistoryReads.ABOUT_DECISIONS, filters)
                .flatMap(known -> reading.all(lines(question, filters, before, reading), EventLine::of)
                        .map(lines -> answer(question, known, cursors, lines)));
    }

    private static Sql lines(DecisionExplainOf question, Filters filters, @Nullable Long before, Reading reading) {
        filters.when(before, "position < :before", "before");
        return Sql.of(LINES.formatted(
                        EventLine.COLUMNS, filters.text(), reading.source().events()))
                .bindAll(filters.values())
                .bind("limit", question.limit());
    }

    private static DecisionExplanation answer(
            DecisionExplainOf question, Frame frame, Cursor cursors, List<EventLine> lines) {
        var stages = lines.stream()
                .filter(line -> line.what() == What.stage)
                .collect(Collectors.toMap(EventLine::eventId, Function.identity()));
        var inForce = inForce(frame.decision());
        var page = Histories.page(
                lines.stream().filter(line -> line.what() != What.stage).toList(),
                question.limit(),
                frame.total(),
                line -> Histories.said(line.said()),
                line -> cursors.after(line.position()));
        var because = page.items().stream()
                .map(line -> Causes.ofDecision(role(line, inForce), line, recordedWith(line, stages)))
                .toList();
        return new DecisionExplanation("decision", frame.decision(), page.total(), page.next(), because);
    }

    private static Role role(EventLine line, @Nullable UUID inForce) {
        if (line.outdone()) return Role.corrected;
        if (line.what() == What.correction) return Role.correction;
        return line.about() != null && line.about().equals(inForce) ? Role.current : Role.previous;
    }

    private static @Nullable Cause recordedWith(EventLine line, Map<UUID, EventLine> stages) {
        var stage = line.what() == What.decision && line.about() != null ? stages.get(line.about()) : null;
        return stage == null ? null : Causes.ofStage(Role.stage, stage, true, null);
    }

    private static @Nullable UUID inForce(@Nullable String decision) {
        return decision == null
                ? null
                : UUID.fromString(JSON.readTree(decision).get("decisionId").asString());
    }
}
