package io.stageline.webhook.automation;

import io.stageline.webhook.automation.Admissions.Admission;
import io.stageline.webhook.automation.Answer.Failure;
import io.stageline.webhook.automation.Lanes.Room;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends what is due, a few messages to each endpoint at a time, so that one that does not answer holds up only itself. No
 * transaction is open and no thread waits while a message is on its way.
 */
final class Delivery {
    private static final Logger LOG = LoggerFactory.getLogger(Delivery.class);
    private static final Set<Integer> ASKING_TO_WAIT = Set.of(429, 503);

    private final Lanes lanes;
    private final Targets targets;
    private final Admissions admissions;
    private final Sender sender;
    private final Clock clock;
    private final RandomGenerator random;
    private final Consumer<Outcome> outcomes;
    private final Consumer<EndpointKey> broken;

    Delivery(
            Lanes lanes,
            Targets targets,
            Admissions admissions,
            Sender sender,
            Clock clock,
            RandomGenerator random,
            Consumer<Outcome> outcomes,
            Consumer<EndpointKey> broken) {
        this.lanes = lanes;
        this.targets = targets;
        this.admissions = admissions;
        this.sender = sender;
        this.clock = clock;
        this.random = random;
        this.outcomes = outcomes;
        this.broken = broken;
    }

    /** Sends what is due at these endpoints, as far as there is room; those for which there was none at all are given back. */
    List<EndpointKey> send(Collection<EndpointKey> endpoints) throws SQLException {
        var admitted = new HashMap<EndpointKey, Admission>();
        var later = new ArrayList<EndpointKey>();
        try {
            for (var endpoint : endpoints) {
                if (admissions.areFull(endpoint)) later.add(endpoint);
                else admit(endpoint).ifPresent(admission -> admitted.put(endpoint, admission));
            }
            claimAndSend(admitted);
        } finally {
            admitted.forEach(admissions::giveBack);
        }
        return later;
    }

    private Optional<Admission> admit(EndpointKey endpoint) throws SQLException {
        return target(endpoint, 0).flatMap(target -> admissions.admit(endpoint, target));
    }

    private void claimAndSend(Map<EndpointKey, Admission> admitted) throws SQLException {
        var rooms = admitted.entrySet().stream()
                .map(one -> new Room(one.getKey(), one.getValue().messages()))
                .toList();
        for (var claim : lanes.claim(rooms)) {
            var target = target(claim.lane().endpoint(), claim.endpointVersion());
            if (target.isEmpty()) continue; // deleted since
            Objects.requireNonNull(admitted.get(claim.lane().endpoint())).use();
            start(claim, target.get());
        }
    }

    private void start(Claim claim, Target target) {
        var at = clock.instant();
        try {
            if (claim.isLostTooOften()) answered(claim, target, at, Answer.of(Failure.LOST, 0));
            else sender.send(target.attempt(claim, at)).thenAccept(answer -> answered(claim, target, at, answer));
        } catch (RuntimeException unsendable) {
            answered(claim, target, at, Answer.of(Failures.of(unsendable), 0));
        }
    }

    /** One endpoint that cannot be read any more must not hold up the others, nor what waits for it go unnoticed. */
    private Optional<Target> target(EndpointKey endpoint, long version) throws SQLException {
        try {
            return targets.of(endpoint, version);
        } catch (RuntimeException unreadable) { // its message may quote what is sealed
            LOG.warn(
                    "nothing is sent to {}: {}", endpoint, unreadable.getClass().getSimpleName());
            broken.accept(endpoint);
            return Optional.empty();
        }
    }

    private void answered(Claim claim, Target target, Instant at, Answer answer) {
        var verdict = Verdict.of(answer, claim.tries() + 1, target.schedule(), clock.instant(), random);
        outcomes.accept(new Outcome(claim, at, target.sealedUrl(), answer, verdict));
    }

    /** The outcome is written: there is room for another message. */
    void over(Outcome outcome) {
        var endpoint = outcome.claim().lane().endpoint();
        admissions.over(endpoint, outcome.verdict() instanceof Verdict.Delivered, wished(outcome.answer()));
    }

    /** How long the receiver wants to be left alone, not only with this message. */
    private Duration wished(Answer answer) {
        var status = answer.status();
        return status != null && ASKING_TO_WAIT.contains(status)
                ? RetrySchedule.asked(answer.retryAfter(), clock.instant())
                : Duration.ZERO;
    }

    /** How many messages are on their way. */
    int underWay() {
        return admissions.used();
    }
}
