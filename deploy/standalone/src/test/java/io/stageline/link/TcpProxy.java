package io.stageline.link;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Stands between clients and a PostgreSQL, and does to their connections what networks do. */
final class TcpProxy implements AutoCloseable {
    private static final int PIECE = 8_192;

    private final ServerSocket entrance;
    private final int target;
    private final Set<Link> links = ConcurrentHashMap.newKeySet();
    private final Lane toServer = new Lane();
    private final Lane toClient = new Lane();
    private final AtomicInteger toSwallow = new AtomicInteger();
    private volatile Swallowed swallowed = Swallowed.IN_SILENCE;

    /** What follows when the answer to an append was swallowed. */
    enum Swallowed {
        IN_SILENCE,
        WITH_A_RESET
    }

    TcpProxy(int target) throws IOException {
        this.target = target;
        entrance = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
        start("link-entrance", this::letIn);
    }

    int port() {
        return entrance.getLocalPort();
    }

    Lane toServer() {
        return toServer;
    }

    Lane toClient() {
        return toClient;
    }

    /** How many connections there are. */
    int connections() {
        return links.size();
    }

    /** The answers to the next so many appends never arrive. */
    void swallowAnswers(int appends, Swallowed how) {
        swallowed = how;
        toSwallow.set(appends);
    }

    /** The answers still to be swallowed. */
    int stillToSwallow() {
        return toSwallow.get();
    }

    /** Resets every connection there is. */
    void cut() {
        links.forEach(Link::reset);
    }

    /** Both directions half-open: sockets stay, nothing moves. */
    void silence() {
        toServer.silence(true);
        toClient.silence(true);
    }

    void heal() {
        toServer.heal();
        toClient.heal();
        toSwallow.set(0);
    }

    private void letIn() {
        try {
            while (true) new Link(entrance.accept()).open();
        } catch (IOException closed) {
            links.forEach(Link::reset);
        }
    }

    private static void start(String name, Runnable work) {
        var thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        entrance.close();
        heal();
    }

    /** A connection: a socket to the client, one to the server, and a thread for each direction. */
    private final class Link {
        private final Socket client;
        private final Socket server;
        private final SentMessages sent = new SentMessages();
        private volatile boolean swallowing;

        Link(Socket client) {
            this.client = client;
            try {
                client.setTcpNoDelay(true);
                server = new Socket(InetAddress.getLoopbackAddress(), target);
                server.setTcpNoDelay(true);
            } catch (IOException gone) {
                throw new UncheckedIOException(gone);
            }
        }

        void open() {
            links.add(this);
            start("link-to-server", () -> carry(client, server, toServer));
            start("link-to-client", () -> carry(server, client, toClient));
        }

        private void carry(Socket from, Socket to, Lane lane) {
            try (from;
                    to) {
                if (!carriedToItsEnd(from, to, lane)) resetOnClose();
            } catch (IOException | InterruptedException over) {
                resetOnClose();
            } finally {
                links.remove(this);
            }
        }

        /** False when the connection breaks; also its end is told only where bytes move. */
        private boolean carriedToItsEnd(Socket from, Socket to, Lane lane) throws IOException, InterruptedException {
            var bytes = new byte[PIECE];
            for (int n = from.getInputStream().read(bytes);
                    n >= 0;
                    n = from.getInputStream().read(bytes)) {
                if (!lane.pass(n)) return false;
                if (lane == toServer && sent.startAnAppend(bytes, n)) swallowing = maySwallow();
                if (lane == toServer || !swallowing) to.getOutputStream().write(bytes, 0, n);
                else if (swallowed == Swallowed.WITH_A_RESET) return false;
            }
            return lane.pass(0);
        }

        private boolean maySwallow() {
            return toSwallow.getAndUpdate(left -> Math.max(0, left - 1)) > 0;
        }

        /** RST instead of FIN on both sides, whoever closes first. */
        private void resetOnClose() {
            try {
                client.setSoLinger(true, 0);
                server.setSoLinger(true, 0);
            } catch (IOException closed) {
                links.remove(this);
            }
        }

        void reset() {
            resetOnClose();
            try (client;
                    server) {
                links.remove(this);
            } catch (IOException closed) {
                links.remove(this);
            }
        }
    }
}
