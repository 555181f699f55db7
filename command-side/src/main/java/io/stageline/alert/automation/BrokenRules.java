package io.stageline.alert.automation;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;

/** What of rules cannot be read or evaluated: it is counted each time and logged once, and never holds up all others. */
final class BrokenRules {
    private static final Logger LOG = LoggerFactory.getLogger(BrokenRules.class);
    private static final int MOST_TOLD = 10_000;

    private final Counter counter;
    private final Set<String> told = ConcurrentHashMap.newKeySet();

    BrokenRules(MeterRegistry metrics) {
        counter = Counter.builder("stageline.alert.unevaluated")
                .description("Evaluations that failed and were passed by")
                .register(metrics);
    }

    /** Passes by a rule that is broken, and none of the others. */
    void passBy(Rule rule, RuntimeException failure) {
        passBy("rule " + rule.ruleId(), failure);
    }

    /** Passes by what is broken; what fails because the database is away is no fault of a rule and is tried again. */
    void passBy(String what, RuntimeException failure) {
        if (failure instanceof DataAccessException) throw failure;
        counter.increment();
        if (told.size() < MOST_TOLD && told.add(what + " " + failure.getClass().getName()))
            LOG.error(
                    "{} cannot be evaluated and is passed by: {}",
                    what,
                    failure.getClass().getName());
    }
}
