package io.stageline.webhook.automation;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** A receiver on this machine that does what a test tells it to, byte by byte. */
public final class Sink implements AutoCloseable {
    private final ServerSocket door;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private final AtomicInteger connections = new AtomicInteger();
    private volatile Script script;

    /** What arrived; the names of headers are in lower case. */
    public record Request(String path, Map<String, String> headers, String body) {
        public String id() {
            return headers.getOrDefault("webhook-id", "");
        }
    }

    /** What is done with a request; an exception hangs up. */
    public interface Script {
        void answer(Request request, OutputStream out) throws IOException, InterruptedException;
    }

    public Sink(Script script) {
        this(plainDoor(), script);
    }

    Sink(ServerSocket door, Script script) {
        this.door = door;
        this.script = script;
        threads.execute(this::welcome);
    }

    private static ServerSocket plainDoor() {
        try {
            return new ServerSocket(0, 1_000);
        } catch (IOException full) {
            throw new UncheckedIOException(full);
        }
    }

    /** An answer with this status, headers and no body. */
    public static Script status(int status, String... headers) {
        return (request, out) -> write(out, head(status, headers) + "content-length: 0\r\n\r\n");
    }

    /** The beginning of an answer, to be ended by an empty line. */
    public static String head(int status, String... headers) {
        return "HTTP/1.1 " + status + " Said\r\n"
                + String.join(
                        "", List.of(headers).stream().map(line -> line + "\r\n").toList());
    }

    public static void write(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(UTF_8));
        out.flush();
    }

    public void now(Script script) {
        this.script = script;
    }

    public int port() {
        return door.getLocalPort();
    }

    public String url() {
        return "http://127.0.0.1:" + port() + "/hook";
    }

    public List<Request> requests() {
        return requests;
    }

    /** How many connections were ever opened. */
    public int connections() {
        return connections.get();
    }

    private void welcome() {
        while (!door.isClosed()) {
            try {
                var guest = door.accept();
                connections.incrementAndGet();
                open.add(guest);
                threads.execute(() -> serve(guest));
            } catch (IOException closed) {
                continue;
            }
        }
    }

    private void serve(Socket guest) {
        try (guest) {
            guest.setTcpNoDelay(true);
            var in = new BufferedInputStream(guest.getInputStream());
            for (var request = read(in); request != null; request = read(in)) {
                requests.add(request);
                script.answer(request, guest.getOutputStream());
            }
        } catch (IOException | InterruptedException hungUp) {
            open.remove(guest);
        }
    }

    private static @org.jspecify.annotations.Nullable Request read(InputStream in) throws IOException {
        var first = line(in);
        if (first.isEmpty()) return null;
        var headers = new TreeMap<String, String>();
        for (var line = line(in); !line.isEmpty(); line = line(in)) {
            var colon = line.indexOf(':');
            headers.put(
                    line.substring(0, colon).toLowerCase(java.util.Locale.ROOT),
                    line.substring(colon + 1).trim());
        }
        var body = in.readNBytes(Integer.parseInt(headers.getOrDefault("content-length", "0")));
        return new Request(first.split(" ", -1)[1], headers, new String(body, UTF_8));
    }

    private static String line(InputStream in) throws IOException {
        var line = new ByteArrayOutputStream();
        for (var next = in.read(); next >= 0 && next != '\n'; next = in.read()) if (next != '\r') line.write(next);
        return line.toString(ISO_8859_1);
    }

    @Override
    public void close() {
        try {
            door.close();
            for (var guest : open) guest.close();
        } catch (IOException late) {
            throw new UncheckedIOException(late);
        } finally {
            threads.shutdownNow();
        }
    }
}
