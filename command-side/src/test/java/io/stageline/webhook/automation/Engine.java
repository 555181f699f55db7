package io.stageline.webhook.automation;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.stageline.eventlog.Progress;
import io.stageline.eventlog.Schema;
import java.net.InetAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import reactor.netty.resources.LoopResources;

/** A process that delivers what happens; it may die and another one may go on. */
final class Engine implements AutoCloseable {
    private final LoopResources threads = LoopResources.create("engine", 2, true);
    private final Sender sender;
    private final WebhookEngine engine;
    final ConcurrentLinkedQueue<String> disabled = new ConcurrentLinkedQueue<>();

    Engine(Happenings log) {
        this(log, Clock.systemUTC());
    }

    Engine(Happenings log, Clock clock) {
        this(log, clock, host -> CompletableFuture.completedFuture(List.of(InetAddress.getLoopbackAddress())));
    }

    Engine(Happenings log, Clock clock, Names names) {
        sender = new Sender(new Guard("127.0.0.1", names), threads);
        var database = log.database.as(Schema.WRITE);
        engine = new WebhookEngine(
                log.logs,
                database,
                log.secrets,
                sender,
                (endpoint, url, because) -> disabled.add(because),
                new Progress(),
                new Retention(database, clock, Duration.ofDays(30)),
                clock,
                new SimpleMeterRegistry());
        engine.start();
    }

    @Override
    public void close() {
        engine.stop();
        sender.close();
        threads.dispose();
    }
}
