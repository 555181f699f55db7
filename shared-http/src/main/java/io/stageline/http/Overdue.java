package io.stageline.http;

import io.r2dbc.spi.Connection;
import io.r2dbc.spi.ValidationDepth;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * Closes a connection that is out longer than any read may take. The driver has no time-out for a link that falls silent;
 * whoever waits for the connection then hears that it is closed, and its place in the pool is free.
 */
final class Overdue implements Disposable {
    private static final Logger log = LoggerFactory.getLogger(Overdue.class);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(250);

    private final long mostNanos;
    private final Map<Connection, Long> out = new ConcurrentHashMap<>();
    private final Disposable looking;

    Overdue(Duration most) {
        mostNanos = most.toNanos();
        var pause = BETWEEN_LOOKS.toMillis();
        looking = Schedulers.parallel().schedulePeriodically(this::closeOverdue, pause, pause, TimeUnit.MILLISECONDS);
    }

    Mono<Void> lent(Connection connection) {
        return Mono.fromRunnable(() -> out.put(connection, System.nanoTime()));
    }

    Mono<Void> returned(Connection connection) {
        return Mono.fromRunnable(() -> out.remove(connection));
    }

    /** Whether nothing can be asked over it any more. */
    static boolean isDead(Connection connection) {
        return !Mono.from(connection.validate(ValidationDepth.LOCAL)).toFuture().getNow(false);
    }

    private void closeOverdue() {
        var now = System.nanoTime();
        out.forEach((connection, since) -> {
            if (now - since > mostNanos && out.remove(connection, since)) close(connection);
        });
    }

    private static void close(Connection connection) {
        log.warn("a read took too long; its connection is closed");
        Mono.from(connection.close()).onErrorComplete().subscribe();
    }

    @Override
    public void dispose() {
        looking.dispose();
    }
}
