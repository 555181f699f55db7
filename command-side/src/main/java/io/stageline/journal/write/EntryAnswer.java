package io.stageline.journal.write;

import io.stageline.journal.events.StageWarning;
import io.stageline.refusal.Refusal;
import io.stageline.write.Decided;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import java.util.UUID;

/** What is said after something was asked of an entry. */
public sealed interface EntryAnswer extends Decided.Answer {

    /** After a contact was added to a journal or removed from it. */
    @Schema(name = "MembershipAnswer")
    record Membership(UUID journalId, UUID contactId, long position, long version, List<StageWarning> warnings)
            implements EntryAnswer {
        @Override
        public Membership at(long position) {
            return new Membership(journalId, contactId, position, version, warnings);
        }
    }

    /** After a stage was recorded: the new cell, so that a page can confirm it without asking again (S1-P10.b). */
    @Schema(name = "StageAnswer")
    record Stage(UUID eventId, long position, long version, Cell cell, List<StageWarning> warnings)
            implements EntryAnswer {
        @Override
        public Stage at(long position) {
            return new Stage(eventId, position, version, cell, warnings);
        }
    }

    /** After a decision was taken; the event id is that of the stage event recorded with it. */
    @Schema(name = "DecisionAnswer")
    record Decision(UUID eventId, long position, long version, List<StageWarning> warnings) implements EntryAnswer {
        @Override
        public Decision at(long position) {
            return new Decision(eventId, position, version, warnings);
        }
    }

    /** After several commands: for each, in order, what was decided or why it was refused. */
    record Several(List<Verdict> verdicts, long position, long version) implements EntryAnswer {
        /** Either a decision or a refusal. */
        public sealed interface Verdict {}

        public record Done(Decided decided) implements Verdict {}

        public record Not(Refusal refusal) implements Verdict {}

        @Override
        public Several at(long position) {
            return new Several(verdicts, position, version);
        }
    }
}
