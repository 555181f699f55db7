package io.stageline.signal.write;

import io.micrometer.core.instrument.MeterRegistry;
import io.stageline.http.Caller;
import io.stageline.signal.write.SignalForm.Item;
import io.stageline.signal.write.Signals.Verdict;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.springframework.stereotype.Component;

/** The one way in for signals: each is recorded, or refused and kept, and counted. */
@Component
class Intake {
    private final Signals signals;
    private final RefusedSignals refused;
    private final MeterRegistry metrics;

    Intake(Signals signals, RefusedSignals refused, MeterRegistry metrics) {
        this.signals = signals;
        this.refused = refused;
        this.metrics = metrics;
    }

    /** Takes what can be taken; a verdict for every item, in order. */
    CompletableFuture<List<Verdict>> take(List<Item> items, Caller caller, UUID correlation) {
        return signals.record(items, caller, correlation).thenApply(verdicts -> {
            refused.keep(verdicts, caller);
            verdicts.forEach(this::count);
            return verdicts;
        });
    }

    private void count(Verdict verdict) {
        var refusal = verdict.refusal();
        if (refusal != null)
            metrics.counter("stageline.refusals", "code", refusal.code().wire()).increment();
        var place = verdict.place();
        var result = place == null ? "refused" : place.isNew() ? "accepted" : "duplicate";
        metrics.counter("stageline.signals", "result", result).increment();
        if (verdict.differs()) metrics.counter("stageline.signals.differing").increment();
    }
}
