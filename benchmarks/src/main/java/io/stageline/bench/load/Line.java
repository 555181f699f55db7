package io.stageline.bench.load;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;

/** A connection with at most one request in flight. */
final class Line {
    private static final int FIRST_SIZE = 1 << 12;

    private final SocketChannel channel;
    private final SelectionKey key;
    private final Script script;
    private ByteBuffer request = ByteBuffer.allocate(0);
    private ByteBuffer received = ByteBuffer.allocate(FIRST_SIZE);
    private long since;

    Line(InetSocketAddress server, Selector selector, Script script) throws IOException {
        this.script = script;
        channel = SocketChannel.open(server);
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        channel.configureBlocking(false);
        key = channel.register(selector, SelectionKey.OP_READ, this);
    }

    /** Since when the request in flight counts. */
    long since() {
        return since;
    }

    void send(long countedSince) throws IOException {
        since = countedSince;
        request = ByteBuffer.wrap(script.next());
        write();
    }

    /** Writes what the connection takes now. */
    void write() throws IOException {
        channel.write(request);
        key.interestOps(request.hasRemaining() ? SelectionKey.OP_READ | SelectionKey.OP_WRITE : SelectionKey.OP_READ);
    }

    /** Whether the answer is complete. */
    boolean receive(ByteBuffer scratch) throws IOException {
        scratch.clear();
        if (channel.read(scratch) < 0) throw new EOFException("the server closed a connection");
        scratch.flip();
        if (received.remaining() < scratch.remaining()) grow(scratch.remaining());
        received.put(scratch);
        var length = Answer.lengthOf(received);
        if (length > 0 && length != received.position())
            throw new IOException("more than one answer to one request, or one in chunks");
        return length > 0;
    }

    int status() {
        return Answer.of(received).status();
    }

    /** Hands the answer to the script; whether it goes on at once. */
    boolean next() {
        script.answered(Answer.of(received));
        received.clear();
        return script.goesOn();
    }

    private void grow(int by) {
        var larger = ByteBuffer.allocate(2 * received.capacity() + by);
        received = larger.put(received.flip());
    }
}
