package io.stageline.bench.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;

/** HTTP load on kept connections from one thread: as fast as answers come, or at a fixed rate whatever comes. */
public final class HttpLoad implements AutoCloseable {
    private static final int PART = 1 << 16;
    private static final long NO_END = Long.MAX_VALUE;

    private final Selector selector;
    private final ArrayDeque<Line> idle = new ArrayDeque<>();
    private final ByteBuffer scratch = ByteBuffer.allocateDirect(PART);
    private Outcome outcome = new Outcome();

    /** Opens a connection for each script. */
    public HttpLoad(InetSocketAddress server, List<? extends Script> scripts) {
        try {
            selector = Selector.open();
            for (var script : scripts) idle.add(new Line(server, selector, script));
        } catch (IOException unreachable) {
            throw new UncheckedIOException(unreachable);
        }
    }

    /** Opens the connections, sends for so long as fast as answers come, and closes them. */
    public static Outcome flatOut(InetSocketAddress server, List<? extends Script> scripts, Duration time) {
        try (var load = new HttpLoad(server, scripts)) {
            return load.run(new Pace(time.toNanos(), NO_END, Double.POSITIVE_INFINITY));
        }
    }

    /** Sends so many requests as fast as answers come. */
    public static Outcome times(InetSocketAddress server, List<? extends Script> scripts, long requests) {
        try (var load = new HttpLoad(server, scripts)) {
            return load.run(new Pace(Duration.ofHours(1).toNanos(), requests, Double.POSITIVE_INFINITY));
        }
    }

    /** Sends at this rate; a request that finds no free connection counts from when it was due. */
    public static Outcome paced(
            InetSocketAddress server, List<? extends Script> scripts, Duration time, double perSecond) {
        try (var load = new HttpLoad(server, scripts)) {
            return load.run(new Pace(time.toNanos(), NO_END, perSecond));
        }
    }

    private Outcome run(Pace pace) {
        outcome = new Outcome();
        var lines = selector.keys().size();
        try {
            while (!pace.isOver() || idle.size() < lines) {
                if (pace.isHopeless()) throw new IOException((lines - idle.size()) + " requests are not answered");
                var allBusy = idle.isEmpty();
                selector.select(this::ready, pace.millisToNext(allBusy));
                while (!idle.isEmpty() && pace.isDue()) idle.poll().send(pace.take(allBusy));
            }
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
        return outcome.over(pace.seconds());
    }

    private void ready(SelectionKey key) {
        var line = (Line) key.attachment();
        try {
            if (key.isWritable()) line.write();
            if (!key.isReadable() || !line.receive(scratch)) return;
            outcome.answered(line.status(), System.nanoTime() - line.since());
            if (line.next()) line.send(System.nanoTime());
            else idle.add(line);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    @Override
    public void close() {
        try {
            for (var key : selector.keys()) key.channel().close();
            selector.close();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
