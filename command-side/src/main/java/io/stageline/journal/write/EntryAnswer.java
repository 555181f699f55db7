package io.stageline.journal.write;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import io.stageline.journal.events.StageWarning;
import io.stageline.journal.write.EntryCommand.One;
import io.stageline.journal.write.EntryCommand.Together;
import io.stageline.refusal.Refusal;
import io.stageline.refusal.Refused;
import io.stageline.write.AggregateVersion;
import io.stageline.write.Decided;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What is said after something was asked of an entry. */
public sealed interface EntryAnswer extends Decided.Answer {

    /** The version that the sender had seen, if what was asked was carried out on a newer one; else null. */
    @Nullable
    Long rebasedFrom();

    /** After a contact was added to a journal or removed from it. */
    static Membership membership(EntryKey entry, boolean present, @Nullable Long rebasedFrom) {
        return new Membership(
                entry.journalId(), entry.contactId(), 0, AggregateVersion.current(), present, List.of(), rebasedFrom);
    }

    /** Whether the contact is in the journal now. */
    @Schema(name = "MembershipAnswer")
    record Membership(
            UUID journalId,
            UUID contactId,
            long position,
            long version,
            boolean present,
            List<StageWarning> warnings,
            @JsonInclude(Include.NON_NULL) @Nullable Long rebasedFrom)
            implements EntryAnswer {
        @Override
        public Membership at(long position) {
            return new Membership(journalId, contactId, position, version, present, warnings, rebasedFrom);
        }
    }

    /** After a stage was recorded or withdrawn: its cell, null if nothing is left in it, and where the entry is now (S1-P10.b). */
    @Schema(name = "StageAnswer")
    record Stage(
            UUID eventId,
            long position,
            long version,
            @Nullable Cell cell,
            @Nullable String currentStage,
            @Nullable Instant lastActivityAt,
            List<StageWarning> warnings,
            @JsonInclude(Include.NON_NULL) @Nullable Long rebasedFrom)
            implements EntryAnswer {
        @Override
        public Stage at(long position) {
            return new Stage(eventId, position, version, cell, currentStage, lastActivityAt, warnings, rebasedFrom);
        }
    }

    /** After a decision was taken or corrected; the event id is that of the stage event recorded with it. */
    @Schema(name = "DecisionAnswer")
    record Decision(
            UUID eventId,
            long position,
            long version,
            @Nullable DecisionInForce decision,
            @Nullable Cell cell,
            List<StageWarning> warnings,
            @JsonInclude(Include.NON_NULL) @Nullable Long rebasedFrom)
            implements EntryAnswer {
        @Override
        public Decision at(long position) {
            return new Decision(eventId, position, version, decision, cell, warnings, rebasedFrom);
        }
    }

    /** After several commands: for each, in order, what was decided or why it was refused. */
    record Several(List<Verdict> verdicts, long position, long version) implements EntryAnswer {
        /** Either a decision or a refusal. */
        public sealed interface Verdict {}

        public record Done(Decided decided) implements Verdict {}

        public record Not(Refusal refusal) implements Verdict {}

        /** Decides one after the other. */
        static Decided of(Together together, Function<One, Decided> decide) {
            var before = AggregateVersion.current();
            var verdicts = new ArrayList<Verdict>(together.commands().size());
            for (var command : together.commands()) {
                try {
                    verdicts.add(new Done(decide.apply(command)));
                } catch (Refused refused) {
                    verdicts.add(new Not(refused.refusal()));
                }
            }
            var answer = new Several(verdicts, 0, AggregateVersion.current());
            return answer.version() == before ? Decided.unchanged(answer) : Decided.changed(answer);
        }

        @Override
        public @Nullable Long rebasedFrom() {
            return null;
        }

        @Override
        public Several at(long position) {
            return new Several(verdicts, position, version);
        }
    }
}
