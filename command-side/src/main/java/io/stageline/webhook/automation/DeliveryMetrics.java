package io.stageline.webhook.automation;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Locale;

/** How the delivery is, in numbers without names. */
final class DeliveryMetrics {
    private final MeterRegistry meters;

    DeliveryMetrics(MeterRegistry meters, Circuits circuits) {
        this.meters = meters;
        Gauge.builder("stageline.webhook.circuits.open", circuits, Circuits::open)
                .register(meters);
    }

    void watch(Delivery delivery) {
        Gauge.builder("stageline.webhook.under.way", delivery, Delivery::underWay)
                .register(meters);
    }

    void count(Outcome outcome) {
        var verdict = outcome.verdict().getClass().getSimpleName().toLowerCase(Locale.ROOT);
        var failure = outcome.answer().failure();
        meters.timer(
                        "stageline.webhook.attempts",
                        "verdict",
                        verdict,
                        "error",
                        failure == null ? "none" : failure.kind())
                .record(Duration.ofMillis(outcome.answer().latencyMillis()));
    }
}
