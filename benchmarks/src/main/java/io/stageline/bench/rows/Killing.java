package io.stageline.bench.rows;

import io.stageline.bench.Board;
import io.stageline.bench.Product;
import io.stageline.bench.database.Postmaster;
import io.stageline.bench.frame.Measured;
import io.stageline.bench.frame.Side;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/** Kills the server or its database and counts the time to the next command that is carried out. */
final class Killing {
    static final String FIRST_GOOD = "s to first 2xx";
    static final String RECOVERY = "s to PostgreSQL's own recovery";
    static final String AFTER_RECOVERY = "s from there to first 2xx";

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration PAUSE = Duration.ofMillis(10);
    private static final int CREATED = 201;

    private final Product product;
    private final Board board;

    Killing(Product product, Board board) {
        this.product = product;
        this.board = board;
    }

    Side side(String name, Supplier<Measured> kill) {
        return new HttpSide(name, product::processes, time -> kill.get(), () -> Commands.settle(product, board));
    }

    Measured server() {
        var killed = System.nanoTime();
        product.killAndStart();
        awaitCommand();
        var back = secondsSince(killed);
        return measured(back, Map.of(FIRST_GOOD, back));
    }

    Measured database() {
        var postmaster = Postmaster.of(product);
        var killed = System.nanoTime();
        postmaster.kill();
        postmaster.awaitRecovery();
        var recovered = secondsSince(killed);
        awaitCommand();
        var back = secondsSince(killed);
        return measured(back, Map.of(RECOVERY, recovered, AFTER_RECOVERY, back - recovered));
    }

    private static Measured measured(double seconds, Map<String, Double> more) {
        return new Measured(1, seconds, seconds * 1e3, seconds * 1e3, more);
    }

    private static double secondsSince(long nanos) {
        return (System.nanoTime() - nanos) / 1e9;
    }

    private void awaitCommand() {
        var http = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(1)).build();
        var end = System.nanoTime() + PATIENCE.toNanos();
        while (!isCarriedOut(http)) {
            if (System.nanoTime() > end) throw new IllegalStateException("no command is carried out any more");
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }

    private boolean isCarriedOut(HttpClient http) {
        var request = HttpRequest.newBuilder(URI.create(product.url() + "/v1/contacts"))
                .header("Authorization", "Bearer " + product.key())
                .header("Content-Type", "application/json")
                .timeout(Duration.ofSeconds(1))
                .POST(BodyPublishers.ofString("{\"name\":\"Somebody\"}"))
                .build();
        try {
            return http.send(request, BodyHandlers.discarding()).statusCode() == CREATED;
        } catch (IOException away) {
            return false;
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopped);
        }
    }
}
