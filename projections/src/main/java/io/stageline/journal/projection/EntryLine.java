package io.stageline.journal.projection;

import io.stageline.eventlog.Recorded;
import io.stageline.journal.events.EntryEvent.DecisionTaken;
import io.stageline.projection.Column;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One line of an entry's past: an event, what it said, and how the entry stood after it. */
record EntryLine(Recorded recorded, Told told, GridRow after) {

    /** The columns of entry_event, in the order of its definition. */
    static final List<Column<EntryLine>> COLUMNS = Stream.of(
                    List.<Column<EntryLine>>of(
                            of("uuid", line -> line.after.key().tenant()),
                            of("uuid", line -> line.after.key().journal()),
                            of("uuid", line -> line.after.key().contact()),
                            of("int8", line -> line.recorded.position()),
                            of("int8", line -> line.recorded.version()),
                            of("text", line -> line.told.what()),
                            of("uuid", line -> line.told.eventId()),
                            of("uuid", line -> line.told.about()),
                            of("text", line -> line.told.stage()),
                            of("timestamptz", line -> line.told.occurredAt()),
                            of("int4", line -> line.told.leap()),
                            of("text", line -> line.told.said()),
                            of("text", line -> line.told.terms()),
                            of("timestamptz", line -> line.recorded.recordedAt()),
                            of("uuid", line -> line.recorded.origin().actor()),
                            of("uuid", line -> line.recorded.origin().causation()),
                            of("uuid", line -> line.recorded.origin().correlation()),
                            of("bool", line -> line.after.presence().present())),
                    after(Columns.PATH),
                    after(Columns.DECISION))
            .flatMap(List::stream)
            .toList();

    /** Whether it tells of a decision without a stage event right before it, which cannot be (S1-P2.c). */
    boolean isLonelyDecision() {
        return recorded.event() instanceof DecisionTaken && after.pathVersion() != recorded.version() - 1;
    }

    private static List<Column<EntryLine>> after(List<Column<GridRow>> columns) {
        return columns.stream()
                .map(column -> of(column.type(), line -> column.value().apply(line.after)))
                .toList();
    }

    private static Column<EntryLine> of(String type, Function<EntryLine, ? extends @Nullable Object> value) {
        return new Column<>(type, value);
    }
}
