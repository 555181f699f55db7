package io.stageline.link;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.r2dbc.pool.ConnectionPool;
import io.r2dbc.pool.PoolMetrics;
import io.stageline.eventlog.EventLogs;
import io.stageline.whole.Await;
import java.time.Duration;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What a quiet server holds, to compare what it holds after trouble (invariant I). */
final class Baseline {
    private static final Duration SETTLES = Duration.ofSeconds(20);
    /** Threads of pools that come and go with the work: those of Netty, Reactor, the JDK and the test itself. */
    private static final String COMINGS_AND_GOINGS =
            "command-\\d+|administration-\\d+|load-.*|link-.*|pool-.*|process reaper|HttpClient.*|boundedElastic.*|"
                    + "parallel-.*|globalEventExecutor.*|junit-.*|query-.*|reactor-.*|webflux-.*|ForkJoin.*|CircuitBreakerAuto.*|Attach.*|.*housekeeper|.*connection-(adder|closer).*";

    private final Function<Class<?>, Object> beans;
    private final Map<String, Long> threads;

    Baseline(Function<Class<?>, Object> beans) {
        this.beans = beans;
        Await.until("commands hold none", SETTLES, this::commandsHoldNone); // also starts what is not there yet
        threads = threads();
    }

    /** The pools lend nothing to requests, nobody waits, and no thread is new. */
    void isReachedAgain() {
        Await.until("no read holds a connection", SETTLES, () -> readers().acquiredSize() == 0);
        Await.until("nobody waits for one", SETTLES, () -> readers().pendingAcquireSize() == 0);
        Await.until("commands hold none", SETTLES, this::commandsHoldNone);
        Await.until("no command runs or waits", SETTLES, () -> gauge("stageline.executor.active") == 0);
        assertThat(threads()).as("no thread is new beside %s", threads).allSatisfy((name, count) -> assertThat(count)
                .isLessThanOrEqualTo(threads.getOrDefault(name, 0L)));
    }

    private boolean commandsHoldNone() {
        return gauge("hikaricp.connections.pending") == 0 && lent() <= keptByTheLogs();
    }

    private PoolMetrics readers() {
        return ((ConnectionPool) beans.apply(ConnectionPool.class)).getMetrics().orElseThrow();
    }

    /** Connections of the write pool: to append to each log, to ring and to listen. */
    private double keptByTheLogs() {
        return ((EventLogs) beans.apply(EventLogs.class)).all().size() + 2;
    }

    private double lent() {
        return gauge("hikaricp.connections.active");
    }

    double gauge(String name) {
        var meters = (MeterRegistry) beans.apply(MeterRegistry.class);
        var write = name.startsWith("hikaricp") ? meters.get(name).tag("pool", "write") : meters.get(name);
        return write.gauge().value();
    }

    private static Map<String, Long> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> !name.matches(COMINGS_AND_GOINGS))
                .collect(Collectors.groupingBy(name -> name, Collectors.counting()));
    }
}
