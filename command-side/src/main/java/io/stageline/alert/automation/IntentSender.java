package io.stageline.alert.automation;

import io.micrometer.core.instrument.MeterRegistry;
import io.stageline.alert.automation.Intents.Open;
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
import io.stageline.refusal.Refused;
import io.stageline.signal.events.SignalEvent.SignalReceived;
import io.stageline.signal.write.SignalContents;
import io.stageline.write.Commands;
import io.stageline.write.Commands.Request;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** Tells the alerts what was found. What is not known to have been told is told again, which changes nothing. */
final class IntentSender {
    private static final int AT_ONCE = 64;

    private final int log;
    private final EventLogs logs;
    private final Intents intents;
    private final Commands commands;
    private final SignalContents contents;
    private final MeterRegistry metrics;

    IntentSender(
            int log,
            EventLogs logs,
            Intents intents,
            Commands commands,
            SignalContents contents,
            MeterRegistry metrics) {
        this.log = log;
        this.logs = logs;
        this.intents = intents;
        this.commands = commands;
        this.contents = contents;
        this.metrics = metrics;
    }

    /** Tells what is open, in order; whether all of it was told. */
    boolean send() {
        for (var open = intents.next(AT_ONCE); !open.isEmpty(); open = intents.next(AT_ONCE)) {
            var told = told(open);
            intents.done(told);
            if (told.size() < open.size()) return false;
        }
        return true;
    }

    /** What follows on something of the same alert that must be told again is told again, too. */
    private List<Open> told(List<Open> open) {
        var answers = open.stream().map(one -> tell(one.intent())).toList();
        var told = new ArrayList<Open>();
        var later = new HashSet<UUID>();
        for (var n = 0; n < open.size(); n++) {
            var alert = open.get(n).intent().alertId();
            if (answers.get(n).join() && !later.contains(alert)) told.add(open.get(n));
            else later.add(alert);
        }
        return told;
    }

    private CompletableFuture<Boolean> tell(Intent intent) {
        var caller = new Caller(intent.tenant(), log, intent.premise().ruleId(), Set.of());
        var request = new Request(caller, intent.correlation(), null, null);
        return commands.carryOut(command(intent), request, AlertAnswer.class).handle((done, failed) -> {
            var result = done != null ? "told" : isRefused(failed) ? "refused" : "later";
            metrics.counter("stageline.alert.intents", "result", result).increment();
            return !result.equals("later");
        });
    }

    private static boolean isRefused(Throwable failed) {
        var cause = failed instanceof CompletionException wrapped ? wrapped.getCause() : failed;
        return cause instanceof Refused refused && refused.refusal().code().lasts();
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
