package io.stageline.webhook.automation;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreaker.State;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowType;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** Which receivers are left alone for a while because nothing gets through to them; then one message finds out how they are. */
final class Circuits {
    private static final int FAILURES = 5;
    private static final Duration OPEN = Duration.ofSeconds(30);
    /** When a message that was to find out how a receiver is must have got lost. */
    private static final Duration LOST = Duration.ofSeconds(60);

    private static final float ALL = 100;

    private final Map<EndpointKey, CircuitBreaker> circuits = new ConcurrentHashMap<>();
    private final Map<EndpointKey, Instant> askedToWait = new ConcurrentHashMap<>();
    private final Clock clock;
    private final CircuitBreakerConfig config;

    Circuits(Clock clock) {
        this.clock = clock;
        config = CircuitBreakerConfig.custom()
                .slidingWindowType(SlidingWindowType.COUNT_BASED)
                .slidingWindowSize(FAILURES)
                .minimumNumberOfCalls(FAILURES)
                .failureRateThreshold(ALL)
                .waitDurationInOpenState(OPEN)
                .permittedNumberOfCallsInHalfOpenState(1)
                .maxWaitDurationInHalfOpenState(LOST)
                .currentTimestampFunction(Clock::millis, TimeUnit.MILLISECONDS)
                .clock(clock)
                .build();
    }

    /** How many of so many messages may be sent to the endpoint now; what is not used must be given back. */
    int admitted(EndpointKey endpoint, int wanted) {
        var until = askedToWait.get(endpoint);
        if (until != null && clock.instant().isBefore(until)) return 0;
        var circuit = of(endpoint);
        var admitted = 0;
        while (admitted < wanted && circuit.tryAcquirePermission()) admitted++;
        return admitted;
    }

    void notUsed(EndpointKey endpoint, int admitted) {
        for (var i = 0; i < admitted; i++) of(endpoint).releasePermission();
    }

    /** Counts an answer that shows whether the receiver works; one that asks to wait is left alone until then. */
    void heard(EndpointKey endpoint, boolean works, Duration wait) {
        if (!wait.isZero()) askedToWait.put(endpoint, clock.instant().plus(wait));
        if (works) of(endpoint).onSuccess(0, TimeUnit.MILLISECONDS);
        else of(endpoint).onError(0, TimeUnit.MILLISECONDS, new UnsafeReceiver("no success"));
    }

    /** Begins anew, because the owner changed or resumed the endpoint. */
    void forget(EndpointKey endpoint) {
        circuits.remove(endpoint);
        askedToWait.remove(endpoint);
    }

    /** How many receivers are left alone now. */
    long open() {
        return circuits.values().stream()
                .filter(circuit -> circuit.getState() == State.OPEN)
                .count();
    }

    private CircuitBreaker of(EndpointKey endpoint) {
        return circuits.computeIfAbsent(
                endpoint, id -> CircuitBreaker.of(id.endpoint().toString(), config));
    }
}
