package io.stageline.projection.parked;

import io.stageline.eventlog.Recorded;
import io.stageline.eventlog.StreamKey;
import io.stageline.eventlog.Unreadable;
import io.stageline.projection.parked.Letter.State;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What one batch puts aside: events of sequences that were closed before, and whole ends of those that close in it. */
final class Aside {
    /** So many sequences tell something by how many of them fail. */
    private static final int ENOUGH = 20;

    private final List<Recorded> batch;
    private final Map<StreamKey, State> closed;
    private final Set<StreamKey> begun = new HashSet<>();
    private final List<Slip> slips = new ArrayList<>();
    private long sequences;

    Aside(List<Recorded> batch, Map<StreamKey, State> closed) {
        this.batch = batch;
        this.closed = closed;
    }

    /** The events with everything replaced that belongs to a closed sequence; one that cannot be read closes its own. */
    List<Recorded> without(List<Recorded> events) {
        if (closed.isEmpty() && events.stream().noneMatch(Aside::isUnreadable)) return events;
        return events.stream().map(this::withheldIfClosed).toList();
    }

    private Recorded withheldIfClosed(Recorded event) {
        if (Withheld.is(event)) return event;
        var state = closed.get(sequence(event));
        if (state != null) slips.add(new Slip(event, Cause.BEHIND_ANOTHER, "", state));
        else if (event.event() instanceof Unreadable unreadable) close(event, Cause.of(unreadable), "");
        else return event;
        return Withheld.of(event);
    }

    /** This event is where its sequence ends for now. */
    void close(Recorded event, Cause cause, String error) {
        slips.add(new Slip(event, cause, error, State.PARKED));
        closed.put(sequence(event), State.PARKED);
        begun.add(sequence(event));
    }

    List<Slip> slips() {
        return slips;
    }

    /** What is put aside, as it was before. */
    List<Recorded> events() {
        return slips.stream().map(Slip::event).toList();
    }

    /** The sequences that were open before this batch. */
    Set<StreamKey> begun() {
        return begun;
    }

    /** How many events of the batch are not put aside. */
    int left() {
        return batch.size() - slips.size();
    }

    /** Whether more than half of the batch's sequences were closed in it, and they are many. */
    boolean isMostOfIt() {
        if (begun.isEmpty()) return false;
        if (sequences == 0)
            sequences = batch.stream().map(Aside::sequence).distinct().count();
        return sequences >= ENOUGH && begun.size() * 2L > sequences;
    }

    static StreamKey sequence(Recorded event) {
        return new StreamKey(event.tenant(), event.stream());
    }

    private static boolean isUnreadable(Recorded event) {
        return event.event() instanceof Unreadable;
    }
}
