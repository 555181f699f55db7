package io.stageline.journal.query;

import static io.stageline.query.Reading.maybe;
import static io.stageline.query.Reading.need;

import io.r2dbc.spi.Readable;
import io.stageline.events.Stored;
import io.stageline.journal.events.EntryEvent;
import io.stageline.journal.events.EntryEvent.DecisionCorrected;
import io.stageline.journal.events.EntryEvent.DecisionTaken;
import io.stageline.journal.events.EntryEvent.StageRecorded;
import io.stageline.journal.events.EntryEvent.StageWithdrawn;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** An event of an entry as its line tells it. */
record EventLine(
        long position,
        long version,
        What what,
        UUID eventId,
        @Nullable UUID about,
        @Nullable String stage,
        @Nullable Instant occurredAt,
        boolean late,
        boolean outdone,
        int leap,
        @Nullable String said,
        @Nullable String terms,
        Instant recordedAt,
        UUID actor,
        UUID command,
        UUID request) {

    /** The columns that a line is read from; whoever reads adds whether it is outdone by another one. */
    static final String COLUMNS = """
            position, version, what, event_id, about, stage, occurred_at, leap, said, terms, recorded_at, actor,
                   command, request, coalesce(occurred_at < last_activity_at, false) AS late""";

    /** What a line is about, with the type of its event and the command that causes one. */
    enum What {
        stage(StageRecorded.class, "RecordStage"),
        withdrawal(StageWithdrawn.class, "WithdrawStage"),
        decision(DecisionTaken.class, "TakeDecision"),
        correction(DecisionCorrected.class, "CorrectDecision");

        private final Class<? extends EntryEvent> event;
        private final String command;

        What(Class<? extends EntryEvent> event, String command) {
            this.event = event;
            this.command = command;
        }

        /** The name under which the log keeps events of this kind. */
        String type() {
            return Objects.requireNonNull(event.getAnnotation(Stored.class)).value();
        }

        String command() {
            return command;
        }
    }

    static EventLine of(Readable row) {
        return new EventLine(
                need(row, "position", Long.class),
                need(row, "version", Long.class),
                What.valueOf(need(row, "what", String.class)),
                need(row, "event_id", UUID.class),
                maybe(row, "about", UUID.class),
                maybe(row, "stage", String.class),
                maybe(row, "occurred_at", Instant.class),
                need(row, "late", Boolean.class),
                need(row, "outdone", Boolean.class),
                need(row, "leap", Integer.class),
                maybe(row, "said", String.class),
                maybe(row, "terms", String.class),
                need(row, "recorded_at", Instant.class),
                need(row, "actor", UUID.class),
                need(row, "command", UUID.class),
                need(row, "request", UUID.class));
    }
}
