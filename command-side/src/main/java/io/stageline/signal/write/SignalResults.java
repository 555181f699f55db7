package io.stageline.signal.write;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.stageline.signal.write.Signals.Verdict;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What became of the signals of a request, in the order in which they were sent. */
record SignalResults(List<SignalResult> results) {

    /** What became of a signal; a duplicate has the position of the one that was there, and is told if it differs from that. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record SignalResult(
            @Nullable String id,
            Status status,
            @Nullable Long position,
            @Nullable Boolean differs,
            @Nullable String code,
            @Nullable String detail,
            @Nullable String pointer) {}

    enum Status {
        accepted,
        duplicate,
        refused
    }

    static SignalResults of(List<Verdict> verdicts) {
        return new SignalResults(verdicts.stream().map(SignalResults::of).toList());
    }

    private static SignalResult of(Verdict verdict) {
        var id = verdict.item().id();
        var place = verdict.place();
        if (place != null) {
            var status = place.isNew() ? Status.accepted : Status.duplicate;
            return new SignalResult(id, status, place.position(), verdict.differs() ? true : null, null, null, null);
        }
        var refusal = verdict.refusal();
        if (refusal == null) throw new IllegalStateException("a signal without a verdict");
        return new SignalResult(
                id, Status.refused, null, null, refusal.code().wire(), refusal.because(), refusal.pointer());
    }
}
