package io.stageline.eventlog.verify;

import io.stageline.eventlog.verify.Report.Log;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.LongConsumer;

/**
 * The passes over one log. The first reads everything, chunk by chunk on several connections, and puts the chunks in order
 * again; later ones are only needed when there are more streams or events than memory may hold, and read keys only.
 */
final class LogPasses {
    private static final int CHUNK = 20_000;
    private static final int AHEAD = 2;

    private final LogSpan span;
    private final OneMoment moment;
    private final ChunkReader reader;
    private final Findings findings;
    private final int mostStreams;
    private final BlockingQueue<Connection> idle;
    private final Suspicions suspicions;

    LogPasses(LogSpan span, OneMoment moment, ChunkReader reader, Findings findings, int mostStreams) {
        this.span = span;
        this.moment = moment;
        this.reader = reader;
        this.findings = findings;
        this.mostStreams = mostStreams;
        idle = new LinkedBlockingQueue<>(moment.others());
        suspicions = new Suspicions(span.log(), moment.first(), findings);
    }

    private interface Reading {
        Chunk read(Connection connection, long first, long last) throws SQLException;
    }

    Log run(LongConsumer seen) throws SQLException, InterruptedException {
        if (span.last() == 0) return new Log(span.log(), span.head(), 0, 0);
        var parts = Math.max(1, Long.highestOneBit(span.events() / SeenIds.MOST) * 2);
        var first = new Part(0, (int) parts);
        var positions = new Positions(span.log(), findings);
        pass(reader::readAll, chunk -> {
            positions.take(chunk);
            first.take(chunk);
            seen.accept(positions.events());
        });
        var streams = (long) first.streams.size();
        for (var part = 1; part < first.streams.parts(); part++) {
            var other = new Part(part, first.streams.parts());
            pass(reader::readKeys, other::take);
            streams += other.streams.size();
        }
        return new Log(span.log(), span.head(), positions.events(), streams);
    }

    private interface Taking {
        void take(Chunk chunk) throws SQLException;
    }

    /** Chunks are read side by side and taken in the order of their positions. */
    private void pass(Reading reading, Taking taking) throws SQLException, InterruptedException {
        var threads = Executors.newFixedThreadPool(moment.others().size());
        var ahead = new ArrayDeque<Future<Chunk>>();
        try {
            for (var from = span.first(); from <= span.last() || !ahead.isEmpty(); ) {
                if (from <= span.last() && ahead.size() < moment.others().size() + AHEAD) {
                    from = suspicions.nextPosition(from);
                    ahead.add(submit(threads, reading, from));
                    from += CHUNK;
                } else {
                    taking.take(result(ahead.remove()));
                }
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private Future<Chunk> submit(ExecutorService threads, Reading reading, long first) {
        return threads.submit(() -> {
            var connection = idle.take();
            try {
                return reading.read(connection, first, Math.min(first + CHUNK - 1, span.last()));
            } finally {
                idle.add(connection);
            }
        });
    }

    private static Chunk result(Future<Chunk> chunk) throws SQLException, InterruptedException {
        try {
            return chunk.get();
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof SQLException unreadable) throw unreadable;
            throw new IllegalStateException(failed.getCause());
        }
    }

    /** The streams of one part, checked event by event. */
    private final class Part {
        private final StreamVersions streams;
        private final SeenIds ids;

        Part(int part, int parts) {
            streams = new StreamVersions(part, parts, mostStreams);
            ids = new SeenIds(span.events() / parts + 1);
        }

        void take(Chunk chunk) throws SQLException {
            for (var i = 0; i < chunk.size(); i++) {
                if (!streams.holds(chunk.stream(i))) continue;
                var version = chunk.version(i);
                if (version < 1 || streams.put(chunk.stream(i), version) != version - 1)
                    suspicions.version(chunk.position(i));
                if (ids.suspects(chunk.id(i))) suspicions.id(chunk.position(i));
            }
        }
    }
}
