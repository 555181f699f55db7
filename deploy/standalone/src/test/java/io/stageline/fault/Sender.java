package io.stageline.fault;

import io.stageline.whole.Answer;
import io.stageline.whole.Client;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** A client that wants an answer: it sends a wish again under the same key until it knows what became of it. */
record Sender(List<Client> servers, Ledger ledger, Random random, BooleanSupplier givesUp) {
    private static final long BETWEEN_ATTEMPTS = TimeUnit.MILLISECONDS.toNanos(25);
    private static final int ONE_IN = 40;
    private static final int CONFLICT = 409;

    void settle(Wish wish) {
        var hangsUp = random.nextInt(ONE_IN) == 0;
        if (hangsUp) sendAndHangUp(wish);
        for (var repeated = hangsUp; !attempt(wish, repeated) && !givesUp.getAsBoolean(); repeated = true)
            LockSupport.parkNanos(BETWEEN_ATTEMPTS);
    }

    /** True when the answer is final. */
    private boolean attempt(Wish wish, boolean repeated) {
        var sentAt = System.nanoTime();
        try {
            return isFinal(wish, wish.send(Customer.any(servers, random)), repeated, sentAt);
        } catch (UncheckedIOException gone) {
            ledger.unknown();
            return false;
        }
    }

    private boolean isFinal(Wish wish, Answer answer, boolean repeated, long sentAt) {
        if (answer.status() < 300) {
            wish.learned().from(answer);
            if (!wish.isBatch()) wish.customer().settledKeys().add(wish.key());
            ledger.granted(wish, answer, repeated, sentAt);
            return true;
        }
        if (answer.status() == 503 || passes(answer)) {
            ledger.unknown();
            return false;
        }
        if (answer.status() >= 500 || answer.status() == 401) {
            ledger.unexpected(wish, answer);
            return false;
        }
        ledger.refused(wish, answer);
        return true;
    }

    private static boolean passes(Answer answer) {
        return answer.status() == CONFLICT
                && (answer.at("/code").equals("idempotency-in-flight")
                        || answer.at("/code").equals("version-conflict"));
    }

    /** Closes the connection somewhere between the first byte and the answer. */
    private void sendAndHangUp(Wish wish) {
        var body = wish.body() == null ? "" : wish.body();
        var request = new StringBuilder("%s %s HTTP/1.1\r\nHost: localhost\r\n".formatted(wish.method(), wish.path()));
        request.append("Authorization: Bearer ")
                .append(wish.customer().apiKey())
                .append("\r\n");
        var headers = wish.headers();
        for (var i = 0; i < headers.size(); i += 2)
            request.append(headers.get(i))
                    .append(": ")
                    .append(headers.get(i + 1))
                    .append("\r\n");
        request.append("Content-Length: %d\r\n\r\n%s".formatted(body.length(), body));
        var bytes = request.toString().getBytes(StandardCharsets.UTF_8);
        var sent = random.nextInt(4) == 0 ? random.nextInt(bytes.length) : bytes.length;
        try (var socket = new Socket("localhost", Customer.any(servers, random).port())) {
            socket.getOutputStream().write(bytes, 0, sent);
        } catch (IOException notEvenThat) {
            // the wish is sent again anyway
        }
        ledger.unknown();
    }
}
