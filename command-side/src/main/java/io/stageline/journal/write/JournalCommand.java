package io.stageline.journal.write;

import io.stageline.eventlog.StreamKey;
import io.stageline.refusal.Code;
import io.stageline.refusal.Refusal;
import io.stageline.write.Command;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Everything that can be asked of a journal. */
public sealed interface JournalCommand extends Command {
    UUID tenant();

    UUID journalId();

    @Override
    default StreamKey target() {
        return new StreamKey(tenant(), journalId());
    }

    @Override
    default Refusal whenMissing() {
        return Code.UNKNOWN_JOURNAL.because("there is no such journal");
    }

    /** Open a board with these stages, decision statuses, and days after which entries in a stage rot. */
    record CreateJournal(
            UUID tenant,
            UUID journalId,
            String name,
            List<String> stages,
            List<String> statuses,
            Map<String, @Nullable Integer> rotDays)
            implements JournalCommand {}

    /** Change what is given, leave what is null; of the days after which entries rot those of the stages named. */
    record ChangeJournal(
            UUID tenant,
            UUID journalId,
            @Nullable String name,
            @Nullable List<String> stages,
            @Nullable List<String> statuses,
            Map<String, @Nullable Integer> rotDays)
            implements JournalCommand {}

    /** Close the board for new events. */
    record ArchiveJournal(UUID tenant, UUID journalId) implements JournalCommand {}
}
