package io.stageline.bench.load;

import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;

/** HTTP load on kept connections from one thread: as fast as answers come, or at a fixed rate whatever comes. */
public final class HttpLoad implements AutoCloseable {
    private static final int ANSWER = 1 << 18;

    private final Selector selector;
    private final ArrayDeque<Line> idle = new ArrayDeque<>();
    private final ByteBuffer scratch = ByteBuffer.allocateDirect(ANSWER);
    private Outcome outcome = new Outcome();

    /** Opens a connection for each script. */
    public HttpLoad(InetSocketAddress server, List<? extends Script> scripts) {
        try {
            selector = Selector.open();
            for (var script : scripts) idle.add(new Line(server, script));
        } catch (IOException unreachable) {
            throw new UncheckedIOException(unreachable);
        }
    }

    /** A connection with at most one request in flight. */
    private final class Line {
        private final SocketChannel channel;
        private final Script script;
        private final ByteBuffer received = ByteBuffer.allocate(ANSWER);
        private long since;

        Line(InetSocketAddress server, Script script) throws IOException {
            this.script = script;
            channel = SocketChannel.open(server);
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            channel.configureBlocking(false);
            channel.register(selector, SelectionKey.OP_READ, this);
        }

        void send(long due) throws IOException {
            since = due;
            var request = ByteBuffer.wrap(script.next());
            while (request.hasRemaining()) channel.write(request);
        }

        /** Whether the answer is complete. */
        boolean receive() throws IOException {
            scratch.clear();
            if (channel.read(scratch) < 0) throw new EOFException("the server closed a connection");
            received.put(scratch.flip());
            var length = Answer.lengthOf(received);
            if (length == 0) return false;
            if (length != received.position()) throw new IOException("more than one answer to one request");
            var answer = Answer.of(received);
            outcome.answered(answer.status(), System.nanoTime() - since);
            script.answered(answer);
            received.clear();
            return true;
        }
    }

    /** Sends as fast as answers come. */
    public Outcome flatOut(Duration time) {
        return run(time, Double.POSITIVE_INFINITY);
    }

    /** Sends at this rate; a request that finds no free connection counts from when it was due. */
    public Outcome paced(Duration time, double perSecond) {
        return run(time, perSecond);
    }

    private Outcome run(Duration time, double perSecond) {
        outcome = new Outcome();
        var pace = new Pace(System.nanoTime(), time.toNanos(), perSecond);
        var lines = selector.keys().size();
        try {
            while (!pace.isOver() || idle.size() < lines) {
                var allBusy = idle.isEmpty();
                selector.select(this::receive, pace.millisToNext(allBusy));
                while (!idle.isEmpty() && pace.isDue()) idle.poll().send(pace.take(allBusy));
            }
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
        return outcome.over(pace.seconds());
    }

    private void receive(SelectionKey key) {
        var line = (Line) key.attachment();
        try {
            if (line.receive()) idle.add(line);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    @Override
    public void close() throws IOException {
        for (var key : selector.keys()) key.channel().close();
        selector.close();
    }
}
