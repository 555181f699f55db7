package io.stageline.webhook.automation;

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
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends what is due, a few messages to each endpoint at a time, so that one that does not answer holds up only itself. No
 * transaction is open and no thread waits while a message is on its way.
 */
final class Delivery {
    /** How many messages are on their way to one endpoint, and to all. */
    static final int TO_ONE = 8;

    static final int TO_ALL = 1_024;

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
    private final Map<EndpointKey, AtomicInteger> underWay = new ConcurrentHashMap<>();
    private final AtomicInteger all = new AtomicInteger();
    private final Set<EndpointKey> unreadable = ConcurrentHashMap.newKeySet();

    Delivery(
            Lanes lanes,
            Targets targets,
            Circuits circuits,
            Sender sender,
            Clock clock,
            RandomGenerator random,
            Consumer<Outcome> outcomes) {
        this.lanes = lanes;
        this.targets = targets;
        this.circuits = circuits;
        this.sender = sender;
        this.clock = clock;
        this.random = random;
        this.outcomes = outcomes;
    }

    /** Sends what is due at these endpoints, as far as there is room; those for which there was none at all are given back. */
    List<EndpointKey> send(Collection<EndpointKey> endpoints) throws SQLException {
        var admissions = new HashMap<EndpointKey, Admission>();
        var later = new ArrayList<EndpointKey>();
        var room = TO_ALL - all.get();
        for (var endpoint : endpoints) {
            var admission = room <= 0 ? Admission.NONE : admission(endpoint, Math.min(room, TO_ONE));
            if (room <= 0) later.add(endpoint);
            if (admission.messages == 0) continue;
            admissions.put(endpoint, admission);
            room -= admission.messages;
        }
        claimAndSend(admissions);
        return later;
    }

    /** How many messages may go to an endpoint now, and the limit that was asked. */
    private record Admission(int messages, Optional<Target> target) {
        static final Admission NONE = new Admission(0, Optional.empty());
    }

    private Admission admission(EndpointKey endpoint, int most) throws SQLException {
        var target = target(endpoint, 0);
        if (target.isEmpty()) return Admission.NONE;
        var free = Math.min(most, TO_ONE - underWay(endpoint).get());
        if (free <= 0) return Admission.NONE;
        var perSecond = target.get().perSecond();
        var affordable = rates.admitted(endpoint, perSecond, free);
        var admitted = circuits.admitted(endpoint, affordable);
        rates.notUsed(endpoint, perSecond, affordable - admitted);
        return new Admission(admitted, target);
    }

    private void claimAndSend(Map<EndpointKey, Admission> admissions) throws SQLException {
        var used = new HashMap<EndpointKey, Integer>();
        try {
            var rooms = admissions.entrySet().stream()
                    .map(admitted -> new Room(admitted.getKey(), admitted.getValue().messages))
                    .toList();
            for (var claim : lanes.claim(rooms, clock.instant())) {
                used.merge(claim.lane().endpoint(), 1, Integer::sum);
                start(claim);
            }
        } finally {
            admissions.forEach((endpoint, admission) -> giveBack(endpoint, admission, used.getOrDefault(endpoint, 0)));
        }
    }

    private void giveBack(EndpointKey endpoint, Admission admission, int used) {
        var left = admission.messages - used;
        circuits.notUsed(endpoint, left);
        admission.target.ifPresent(target -> rates.notUsed(endpoint, target.perSecond(), left));
    }

    private void start(Claim claim) throws SQLException {
        var target = target(claim.lane().endpoint(), claim.endpointVersion());
        if (target.isEmpty()) return; // deleted since
        underWay(claim.lane().endpoint()).incrementAndGet();
        all.incrementAndGet();
        var at = clock.instant();
        try {
            sender.send(target.get().attempt(claim, at))
                    .thenAccept(answer -> answered(claim, target.get(), at, answer));
        } catch (RuntimeException unsendable) {
            answered(claim, target.get(), at, Answer.of(Failures.of(unsendable), 0));
        }
    }

    /** One endpoint that cannot be read any more must not hold up the others. */
    private Optional<Target> target(EndpointKey endpoint, long version) throws SQLException {
        try {
            return targets.of(endpoint, version);
        } catch (RuntimeException broken) { // its message may quote what is sealed
            if (unreadable.add(endpoint))
                LOG.warn(
                        "nothing is sent to {}: {}", endpoint, broken.getClass().getSimpleName());
            return Optional.empty();
        }
    }

    private void answered(Claim claim, Target target, Instant at, Answer answer) {
        var verdict = Verdict.of(answer, claim.tries() + 1, target.schedule(), clock.instant(), random);
        outcomes.accept(new Outcome(claim, at, answer, verdict));
    }

    /** The outcome is written: there is room for another message. */
    void over(Outcome outcome) {
        var endpoint = outcome.claim().lane().endpoint();
        circuits.heard(endpoint, outcome.verdict() instanceof Verdict.Delivered, wished(outcome.answer()));
        underWay(endpoint).decrementAndGet();
        all.decrementAndGet();
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
        return all.get();
    }

    private AtomicInteger underWay(EndpointKey endpoint) {
        return underWay.computeIfAbsent(endpoint, key -> new AtomicInteger());
    }
}
