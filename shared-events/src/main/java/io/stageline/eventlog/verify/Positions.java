package io.stageline.eventlog.verify;

/** The positions of a log as they pass by: 1, 2, 3 … without a gap. */
final class Positions {
    private final int log;
    private final Findings findings;
    private long last;
    private long events;

    Positions(int log, Findings findings) {
        this.log = log;
        this.findings = findings;
    }

    void take(Chunk chunk) {
        for (var i = 0; i < chunk.size(); i++) {
            var position = chunk.position(i);
            if (position != last + 1) findings.add(missing(last + 1, position - 1));
            last = position;
        }
        events += chunk.size();
    }

    private Finding missing(long from, long to) {
        var what = from == to ? "there is no event here" : "there are no events from here to " + to;
        return Finding.at(log, from, null, Damage.POSITIONS_MISSING, what);
    }

    long events() {
        return events;
    }
}
