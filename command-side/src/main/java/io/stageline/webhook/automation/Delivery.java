package io.stageline.webhook.automation;

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
    private final Circuits circuits;
    private final Rates rates = new Rates();
    private final Sender sender;
    private final Clock clock;
    private final RandomGenerator random;
    private final Consumer<Outcome> outcomes;
    private final Consumer<EndpointKey> broken;
    private final Places places = new Places();

    Delivery(
            Lanes lanes,
            Targets targets,
            Circuits circuits,
            Sender sender,
            Clock clock,
            RandomGenerator random,
            Consumer<Outcome> outcomes,
            Consumer<EndpointKey> broken) {
        this.lanes = lanes;
        this.targets = targets;
        this.circuits = circuits;
        this.sender = sender;
        this.clock = clock;
        this.random = random;
        this.outcomes = outcomes;
        this.broken = broken;
    }

    /** Sends what is due at these endpoints, as far as there is room; those for which there was none at all are given back. */
    List<EndpointKey> send(Collection<EndpointKey> endpoints) throws SQLException {
        var admissions = new HashMap<EndpointKey, Admission>();
        var later = new ArrayList<EndpointKey>();
        try {
            for (var endpoint : endpoints) {
                var room = places.of(endpoint.tenant());
                if (room <= 0) later.add(endpoint);
                else admit(endpoint, room).ifPresent(admission -> admissions.put(endpoint, admission));
            }
            claimAndSend(admissions);
        } finally {
            admissions.forEach(this::giveBack);
        }
        return later;
    }

    /** What was asked whether messages may go to an endpoint, how many may, and how many did. */
    private static final class Admission {
        private final Target target;
        private final int messages;
        private int used;

        Admission(Target target, int messages) {
            this.target = target;
            this.messages = messages;
        }

        int left() {
            return messages - used;
        }
    }

    private Optional<Admission> admit(EndpointKey endpoint, int most) throws SQLException {
        var target = target(endpoint, 0);
        var free = Math.min(most, places.of(endpoint));
        if (target.isEmpty() || free <= 0) return Optional.empty();
        var perSecond = target.get().perSecond();
        var affordable = rates.admitted(endpoint, perSecond, free);
        var admitted = circuits.admitted(endpoint, affordable);
        rates.notUsed(endpoint, perSecond, affordable - admitted);
        places.take(endpoint, admitted);
        return admitted == 0 ? Optional.empty() : Optional.of(new Admission(target.get(), admitted));
    }

    private void claimAndSend(Map<EndpointKey, Admission> admissions) throws SQLException {
        var rooms = admissions.entrySet().stream()
                .map(admitted -> new Room(admitted.getKey(), admitted.getValue().messages))
                .toList();
        for (var claim : lanes.claim(rooms)) {
            var target = target(claim.lane().endpoint(), claim.endpointVersion());
            if (target.isEmpty()) continue; // deleted since
            Objects.requireNonNull(admissions.get(claim.lane().endpoint())).used++;
            start(claim, target.get());
        }
    }

    private void giveBack(EndpointKey endpoint, Admission admission) {
        places.take(endpoint, -admission.left());
        circuits.notUsed(endpoint, admission.left());
        rates.notUsed(endpoint, admission.target.perSecond(), admission.left());
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
        circuits.heard(endpoint, outcome.verdict() instanceof Verdict.Delivered, wished(outcome.answer()));
        places.take(endpoint, -1);
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
        return places.taken();
    }
}
