package io.stageline.bad;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.stageline.whole.Answer;
import io.stageline.whole.TheServer;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A kept connection to the server over which anything may be sent, and on which every request must be answered whole. */
final class Wire implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 20_000;
    private static final int CHUNK = 10_000;
    private static final int NO_CONTENT = 204;

    private final URI server = URI.create(TheServer.url());
    private @Nullable Socket socket;
    private @Nullable InputStream answers;

    /** Sends the request; on a new connection if the last answer closed the one there was. */
    Answer send(Sent sent) {
        var fresh = socket == null;
        try {
            return exchange(sent);
        } catch (EOFException | java.net.SocketException closed) {
            close();
            if (fresh) throw new AssertionError("closed without an answer: " + sent, closed);
            return send(sent);
        } catch (IOException broken) {
            throw new UncheckedIOException(sent.toString(), broken);
        }
    }

    private Answer exchange(Sent sent) throws IOException {
        if (socket == null) {
            socket = new Socket(server.getHost(), server.getPort());
            socket.setSoTimeout(PATIENCE_MILLIS);
            answers = new BufferedInputStream(socket.getInputStream());
        }
        socket.getOutputStream().write(bytes(sent));
        var answer = read(sent.method());
        if (answer.header("Connection").equalsIgnoreCase("close")) close();
        return answer;
    }

    private byte[] bytes(Sent sent) throws IOException {
        var bytes = new ByteArrayOutputStream();
        var head = new StringBuilder(
                sent.method() + " " + sent.target() + " HTTP/1.1\r\nHost: " + server.getAuthority() + "\r\n");
        sent.headers().forEach(header -> head.append(header.getKey())
                .append(": ")
                .append(header.getValue())
                .append("\r\n"));
        var chunked = sent.headers().stream().anyMatch(header -> header.getKey().equalsIgnoreCase("Transfer-Encoding"));
        var body = sent.body() == null ? new byte[0] : sent.body();
        if (!chunked && sent.body() != null)
            head.append("Content-Length: ").append(body.length).append("\r\n");
        bytes.writeBytes(head.append("\r\n").toString().getBytes(UTF_8));
        for (var from = 0; chunked && from < body.length; from += CHUNK) {
            var size = Math.min(CHUNK, body.length - from);
            bytes.writeBytes((Integer.toHexString(size) + "\r\n").getBytes(UTF_8));
            bytes.write(body, from, size);
            bytes.writeBytes("\r\n".getBytes(UTF_8));
        }
        bytes.writeBytes(chunked ? "0\r\n\r\n".getBytes(UTF_8) : body);
        return bytes.toByteArray();
    }

    private Answer read(String method) throws IOException {
        var status = Integer.parseInt(line().split(" ", 3)[1]);
        var values = new TreeMap<String, List<String>>(String.CASE_INSENSITIVE_ORDER);
        for (var line = line(); !line.isEmpty(); line = line()) {
            var header = line.split(": *", 2);
            values.computeIfAbsent(header[0], name -> new ArrayList<>()).add(header[1]);
        }
        var headers = HttpHeaders.of(values, (name, value) -> true);
        var isBare = method.equals("HEAD") || status == NO_CONTENT || status == 304;
        return new Answer(status, headers, isBare ? "" : new String(body(headers), UTF_8));
    }

    private byte[] body(HttpHeaders headers) throws IOException {
        var length = headers.firstValueAsLong("Content-Length");
        if (length.isPresent()) return in().readNBytes((int) length.getAsLong());
        if (headers.firstValue("Transfer-Encoding").isEmpty()) return in().readAllBytes();
        var bytes = new ByteArrayOutputStream();
        for (var size = size(); size > 0; size = size()) {
            bytes.writeBytes(in().readNBytes(size));
            line();
        }
        line();
        return bytes.toByteArray();
    }

    private int size() throws IOException {
        return Integer.parseInt(line(), 16);
    }

    private String line() throws IOException {
        var line = new StringBuilder();
        for (var next = in().read(); next != '\n'; next = in().read()) {
            if (next < 0) throw new EOFException();
            if (next != '\r') line.append((char) next);
        }
        return line.toString();
    }

    private InputStream in() {
        if (answers == null) throw new IllegalStateException("not connected");
        return answers;
    }

    @Override
    public void close() {
        try {
            if (socket != null) socket.close();
        } catch (IOException alreadyBroken) {
            throw new UncheckedIOException(alreadyBroken);
        } finally {
            socket = null;
        }
    }
}
