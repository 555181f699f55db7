package io.stageline.cli.batch;

import io.stageline.cli.batch.Batch.Kind;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/** What the server said about the lines so far. */
public final class Tally {
    private final LongAdder accepted = new LongAdder();
    private final LongAdder unchanged = new LongAdder();
    private final LongAdder refused = new LongAdder();
    private final LongAdder entries = new LongAdder();
    private final LongAdder decisions = new LongAdder();
    private final AtomicLong position = new AtomicLong();

    /** Counts one answered line; only rows count as rows. */
    void count(Kind kind, String status, long reached) {
        boolean good = !"refused".equals(status);
        position.accumulateAndGet(reached, Math::max);
        if (kind == Kind.ENTRY && good) entries.increment();
        if (!kind.isRow()) return;
        if (kind == Kind.DECISION && good) decisions.increment();
        (good ? "unchanged".equals(status) ? unchanged : accepted : refused).increment();
    }

    public long accepted() {
        return accepted.sum();
    }

    public long unchanged() {
        return unchanged.sum();
    }

    public long refused() {
        return refused.sum();
    }

    public long entries() {
        return entries.sum();
    }

    public long decisions() {
        return decisions.sum();
    }

    public long rows() {
        return accepted() + unchanged() + refused();
    }

    /** The highest position that was answered: a read from there on shows everything. */
    public long position() {
        return position.get();
    }
}
