package io.stageline.signal.write;

import static java.util.Objects.requireNonNull;

import io.stageline.eventlog.EventLogs;
import io.stageline.eventlog.Firsts.First;
import io.stageline.eventlog.HistoryUnreadable;
import io.stageline.eventlog.Recorded;
import io.stageline.signal.events.SignalEvent.SignalReceived;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Tells signals that came again with other content from those that were only sent again. */
final class Repeats {
    private final EventLogs logs;
    private final SignalContents contents;

    Repeats(EventLogs logs, SignalContents contents) {
        this.logs = logs;
        this.contents = contents;
    }

    /** A signal whose stream had begun already, and the event that it would have become. */
    record Repeat(First event, Signal signal) {}

    /** Those that differ from the first one; one whose first cannot be read any more is told of none. */
    Set<First> differing(UUID tenant, List<Repeat> repeats) {
        if (repeats.isEmpty()) return Set.of();
        var read = read(tenant, repeats);
        if (read.isEmpty()) return repeats.size() == 1 ? Set.of() : differingInHalves(tenant, repeats);
        var firsts = read.get().stream().collect(Collectors.toMap(Recorded::stream, Function.identity()));
        return repeats.stream()
                .filter(repeat -> differs(requireNonNull(firsts.get(repeat.event.stream())), repeat))
                .map(Repeat::event)
                .collect(Collectors.toSet());
    }

    private Set<First> differingInHalves(UUID tenant, List<Repeat> repeats) {
        var half = repeats.size() / 2;
        var differing = new HashSet<>(differing(tenant, repeats.subList(0, half)));
        differing.addAll(differing(tenant, repeats.subList(half, repeats.size())));
        return differing;
    }

    /** Nothing when they are too long to hold at once, or when one of them cannot be read. */
    private Optional<? extends Collection<Recorded>> read(UUID tenant, List<Repeat> repeats) {
        try {
            return logs.readStreams(
                    tenant,
                    repeats.stream().map(repeat -> repeat.event.stream()).collect(Collectors.toSet()));
        } catch (HistoryUnreadable damaged) {
            return Optional.empty();
        }
    }

    /** A time that was not sent is none that could differ. */
    private boolean differs(Recorded recorded, Repeat repeat) {
        var first = (SignalReceived) recorded.event();
        var again = (SignalReceived) repeat.event.event().event();
        return !first.type().equals(again.type())
                || !Objects.equals(first.about(), again.about())
                || !isSame(first.value(), again.value())
                || repeat.signal.occurredAt() != null && !first.occurredAt().equals(again.occurredAt())
                || !repeat.signal.content().equals(contents.open(recorded, first));
    }

    /** JSON knows one zero only. */
    private static boolean isSame(@Nullable Double one, @Nullable Double other) {
        return one == null || other == null ? Objects.equals(one, other) : one.doubleValue() == other.doubleValue();
    }
}
