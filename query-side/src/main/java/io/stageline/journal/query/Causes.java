package io.stageline.journal.query;

import static java.util.Objects.requireNonNull;

import io.stageline.journal.events.PathText;
import io.stageline.journal.query.EventLine.What;
import io.stageline.journal.query.ExplainAnswers.Cause;
import io.stageline.journal.query.ExplainAnswers.CommandBehind;
import io.stageline.journal.query.ExplainAnswers.Role;
import io.stageline.journal.query.ExplainAnswers.TermsSaid;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.json.JsonMapper;

/** Makes the causes that are shown from the lines that were read. */
final class Causes {
    private static final ObjectReader TERMS = new JsonMapper().readerFor(TermsSaid.class);

    private Causes() {}

    /** A stage event; with a decision it is that command's, and when it was withdrawn it holds its withdrawal. */
    static Cause ofStage(Role role, EventLine line, boolean decided, @Nullable Cause withdrawnBy) {
        return new Cause(
                role,
                line.eventId(),
                line.what().type(),
                line.position(),
                line.version(),
                command(decided ? What.decision : What.stage, line),
                line.actor(),
                line.occurredAt(),
                line.recordedAt(),
                line.stage(),
                PathText.warnings(line.leap()),
                line.said(),
                null,
                null,
                null,
                withdrawnBy,
                null);
    }

    static Cause ofWithdrawal(EventLine line) {
        return said(Role.withdrawal, line, null, null, null);
    }

    /** A decision or a correction; a decision holds the stage event that it was recorded with. */
    static Cause ofDecision(Role role, EventLine line, @Nullable Cause recordedWith) {
        TermsSaid terms = TERMS.readValue(requireNonNull(line.terms()));
        return said(role, line, terms, recordedWith, line.about());
    }

    private static Cause said(
            Role role,
            EventLine line,
            @Nullable TermsSaid terms,
            @Nullable Cause recordedWith,
            @Nullable UUID decisionId) {
        return new Cause(
                role,
                line.eventId(),
                line.what().type(),
                line.position(),
                line.version(),
                command(line.what(), line),
                line.actor(),
                null,
                line.recordedAt(),
                null,
                null,
                null,
                decisionId,
                terms,
                line.said(),
                null,
                recordedWith);
    }

    private static CommandBehind command(What what, EventLine line) {
        return new CommandBehind(what.command(), line.command(), line.request());
    }
}
