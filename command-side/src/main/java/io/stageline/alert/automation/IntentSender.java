package io.stageline.alert.automation;

import io.micrometer.core.instrument.MeterRegistry;
import io.stageline.alert.automation.Intents.Open;
import io.stageline.alert.automation.Telling.Kind;
import io.stageline.alert.write.AlertAnswer;
import io.stageline.alert.write.AlertCommand;
import io.stageline.alert.write.AlertCommand.Concern;
import io.stageline.alert.write.AlertCommand.RaiseAlert;
import io.stageline.alert.write.AlertCommand.ResolveAlert;
import io.stageline.eventlog.EventLogs;
import io.stageline.eventlog.HistoryUnreadable;
import io.stageline.eventlog.Recorded;
import io.stageline.eventlog.StreamKey;
import io.stageline.http.Caller;
import io.stageline.signal.events.SignalEvent.SignalReceived;
import io.stageline.signal.write.SignalContents;
import io.stageline.write.Commands;
import io.stageline.write.Commands.Request;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the alerts what was found. What is not known to have been told is told again, which changes nothing; what cannot be
 * told for good is parked.
 */
final class IntentSender {
    private static final Logger LOG = LoggerFactory.getLogger(IntentSender.class);
    private static final int AT_ONCE = 64;

    private final int log;
    private final EventLogs logs;
    private final Intents intents;
    private final Commands commands;
    private final SignalContents contents;
    private final Clock clock;
    private final MeterRegistry metrics;

    IntentSender(
            int log,
            EventLogs logs,
            Intents intents,
            Commands commands,
            SignalContents contents,
            Clock clock,
            MeterRegistry metrics) {
        this.log = log;
        this.logs = logs;
        this.intents = intents;
        this.commands = commands;
        this.contents = contents;
        this.clock = clock;
        this.metrics = metrics;
    }

    /** Tells what is open and due, in order, until nothing more can be told now. */
    void send() {
        var now = clock.instant();
        for (var open = intents.next(AT_ONCE, now); !open.isEmpty(); open = intents.next(AT_ONCE, now)) {
            var tellings = open.stream().map(this::tell).toList();
            settle(open, tellings.stream().map(CompletableFuture::join).toList(), now);
        }
    }

    /** What follows on something of the same alert that was not told waits until that is. */
    private void settle(List<Open> open, List<Telling> tellings, Instant now) {
        var told = new ArrayList<Open>();
        var held = new HashSet<UUID>();
        for (var n = 0; n < open.size(); n++) {
            var one = open.get(n);
            var telling = tellings.get(n);
            if (held.contains(one.alertId())) continue;
            metrics.counter("stageline.alert.intents", "result", telling.kind().name())
                    .increment();
            if (telling.kind() == Kind.told) told.add(one);
            else held.add(one.alertId());
            if (telling.kind() == Kind.later) intents.later(one, now);
            if (telling.kind() == Kind.parked) park(one, telling, now);
        }
        intents.done(told);
    }

    private void park(Open open, Telling telling, Instant now) {
        intents.park(open, telling.cause(), now);
        LOG.error("alert {} cannot be told what was found and waits for somebody: {}", open.alertId(), telling.cause());
    }

    private CompletableFuture<Telling> tell(Open open) {
        try {
            var intent = open.intent();
            var caller = new Caller(intent.tenant(), log, intent.premise().ruleId(), Set.of());
            var request = new Request(caller, intent.correlation(), null, null);
            return commands.carryOut(command(intent), request, AlertAnswer.class)
                    .handle((done, failed) -> Telling.of(failed, open.attempts()));
        } catch (RuntimeException failed) {
            return CompletableFuture.completedFuture(Telling.of(failed, open.attempts()));
        }
    }

    private AlertCommand command(Intent intent) {
        if (intent.why() != null)
            return new ResolveAlert(intent.tenant(), intent.alertId(), intent.at(), intent.why(), intent.evidence());
        var subject = intent.subject();
        var concern = new Concern(
                intent.fingerprint(),
                intent.groupKey(),
                subject.journalId(),
                subject.contactId(),
                subject.subjectId(),
                subject(intent));
        if (intent.evidence() == null) throw new IllegalStateException("an alert without evidence");
        return new RaiseAlert(
                intent.tenant(),
                intent.alertId(),
                intent.premise(),
                concern,
                intent.episode(),
                intent.at(),
                intent.pendingSince(),
                intent.evidence(),
                intent.silenceId());
    }

    /** The name of the subject, as the newest signal about it gave it. */
    private @Nullable String subject(Intent intent) {
        if (intent.lastStream() == null) return null;
        return signal(new StreamKey(intent.tenant(), intent.lastStream())).stream()
                .filter(recorded -> recorded.event() instanceof SignalReceived)
                .map(recorded -> contents.once(recorded, (SignalReceived) recorded.event())
                        .get())
                .filter(content -> content != null && content.subject() != null)
                .map(content -> content.subject())
                .findFirst()
                .orElse(null);
    }

    /** An alert is not held up because the signal that it tells of cannot be read. */
    private List<Recorded> signal(StreamKey stream) {
        try {
            return logs.readStream(stream, 0);
        } catch (HistoryUnreadable damaged) {
            return List.of();
        }
    }
}
