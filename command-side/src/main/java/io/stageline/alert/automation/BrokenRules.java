package io.stageline.alert.automation;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.stageline.eventlog.FailedShare;
import java.time.Clock;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;

/**
 * What of rules cannot be read or evaluated: it is counted each time and logged once, and never holds up all
 * others. More than one evaluation in a hundred is an alarm.
 */
final class BrokenRules {
    private static final Logger LOG = LoggerFactory.getLogger(BrokenRules.class);
    private static final int MOST_TOLD = 10_000;

    private final Counter counter;
    private final FailedShare share;
    private final Set<String> told = ConcurrentHashMap.newKeySet();

    BrokenRules(Clock clock, MeterRegistry metrics) {
        share = new FailedShare(clock);
        counter = Counter.builder("stageline.alert.unevaluated")
                .description("Evaluations that failed and were passed by")
                .register(metrics);
        Gauge.builder("stageline.alert.unevaluated.ratio", share, FailedShare::now)
                .strongReference(true)
                .register(metrics);
        Gauge.builder("stageline.alarm", share, failed -> failed.isAlarm() ? 1 : 0)
                .tag("name", "unevaluated-rules")
                .tag("projection", "") // of no projection: all alarms have the same labels
                .strongReference(true)
                .register(metrics);
    }

    /** A rule was evaluated, as it should be. */
    void evaluated() {
        share.seen(1, 0);
    }

    /** Passes by a rule that is broken, and none of the others. */
    void passBy(Rule rule, RuntimeException failure) {
        passBy("rule " + rule.ruleId(), failure);
    }

    /** Passes by what is broken; what fails because the database is away is no fault of a rule and is tried again. */
    void passBy(String what, RuntimeException failure) {
        if (failure instanceof DataAccessException) throw failure;
        counter.increment();
        if (share.seen(0, 1))
            LOG.error(
                    "{} of {} evaluations of the last five minutes failed",
                    share.failed(),
                    share.failed() + share.done());
        if (told.size() < MOST_TOLD && told.add(what + " " + failure.getClass().getName()))
            LOG.error(
                    "{} cannot be evaluated and is passed by: {}",
                    what,
                    failure.getClass().getName());
    }
}
