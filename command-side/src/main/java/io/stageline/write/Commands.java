package io.stageline.write;

import com.github.f4b6a3.uuid.UuidCreator;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.stageline.eventlog.Append;
import io.stageline.eventlog.Append.Answer;
import io.stageline.eventlog.AppendConflict;
import io.stageline.eventlog.EventLogs;
import io.stageline.eventlog.LogUnavailable;
import io.stageline.eventlog.Origin;
import io.stageline.eventlog.Recorded;
import io.stageline.eventlog.Rehearsal;
import io.stageline.eventlog.StreamKey;
import io.stageline.http.Caller;
import io.stageline.refusal.Code;
import io.stageline.refusal.Refused;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** Carries out commands, those to one stream one after the other, and remembers the answers of those with a key. */
public final class Commands {
    private final Deciding deciding;
    private final Turns turns;
    private final EventLogs logs;
    private final StoredAnswers answers;
    private final MeterRegistry metrics;
    private final Executor threads;
    private final Map<Class<?>, Counter> counters = new ConcurrentHashMap<>();

    /** The threads are those on which a command goes on that had to wait for another one. */
    public Commands(
            Aggregates aggregates, EventLogs logs, StoredAnswers answers, MeterRegistry metrics, Executor threads) {
        this.deciding = new Deciding(aggregates, logs, answers, threads);
        this.turns = new Turns(threads);
        this.logs = logs;
        this.answers = answers;
        this.metrics = metrics;
        this.threads = threads;
    }

    /** What is known of a command besides itself. */
    public record Request(
            Caller caller,
            UUID correlation,
            @Nullable IfMatch ifMatch,
            @Nullable IdempotencyKey key,
            Map<StreamKey, List<Recorded>> readAhead,
            @Nullable Rehearsal rehearsal) {
        public Request(Caller caller, UUID correlation, @Nullable IfMatch ifMatch, @Nullable IdempotencyKey key) {
            this(caller, correlation, ifMatch, key, Map.of(), null);
        }

        Origin origin() {
            return new Origin(caller.keyId(), UuidCreator.getTimeOrderedEpoch(), correlation);
        }
    }

    /** The decision, and whether it was remembered from an earlier request with the same key. */
    public record Outcome(Decided decided, boolean replayed) {
        private static Outcome fresh(Decided decided) {
            return new Outcome(decided, false);
        }
    }

    /** Whether a command to this stream would have to read it, so that reading ahead pays. */
    public boolean mustRead(StreamKey stream) {
        return deciding.mustRead(stream);
    }

    /**
     * Carries out a command, beginning on the calling thread, which it may block to read. The future fails with
     * {@link Refused}, or with {@link LogUnavailable} when the outcome is not known.
     */
    public CompletableFuture<Outcome> carryOut(
            Command command, Request request, Class<? extends Decided.Answer> answerType) {
        if (request.rehearsal() == null) command.parts().forEach(this::count);
        var key = request.key();
        if (key == null)
            return turns.take(command.target(), () -> deciding.decide(command, request))
                    .thenApply(Outcome::fresh);
        var tenant = request.caller().tenant();
        answers.begin(tenant, key);
        return turns.take(command.target(), () -> once(command, request, key, answerType))
                .whenComplete((done, failed) -> answers.end(tenant, key));
    }

    private void count(Command part) {
        counters.computeIfAbsent(
                        part.getClass(), type -> metrics.counter("stageline.commands", "command", type.getSimpleName()))
                .increment();
    }

    private CompletableFuture<Outcome> once(
            Command command, Request request, IdempotencyKey key, Class<? extends Decided.Answer> answerType) {
        return deciding.decide(command, request)
                .thenCompose(decided -> decided.result() == Decided.Result.UNCHANGED
                        ? remember(command, request, StoredAnswers.answer(key, decided))
                                .thenApply(kept -> Outcome.fresh(decided))
                        : CompletableFuture.completedFuture(Outcome.fresh(decided)))
                .exceptionallyCompose(failure -> refused(command, request, key, Deciding.cause(failure)))
                .exceptionallyCompose(failure -> recall(request, key, answerType, Deciding.cause(failure)));
    }

    private CompletableFuture<Outcome> refused(
            Command command, Request request, IdempotencyKey key, Throwable failure) {
        return failure instanceof Refused refused && refused.refusal().code().lasts()
                ? remember(command, request, StoredAnswers.answer(key, refused.refusal()))
                        .thenCompose(kept -> CompletableFuture.failedFuture(refused))
                : CompletableFuture.failedFuture(failure);
    }

    /** Appends an answer without events; fails with {@link Deciding.KeyTaken} when there is one already. */
    private CompletableFuture<?> remember(Command command, Request request, Answer answer) {
        var append = new Append(command.target(), Append.ANY_VERSION, List.of(), request.origin(), answer, null);
        return logs.append(append)
                .exceptionallyCompose(failure -> CompletableFuture.failedFuture(
                        Deciding.cause(failure) instanceof AppendConflict ? new Deciding.KeyTaken() : failure));
    }

    private CompletableFuture<Outcome> recall(
            Request request, IdempotencyKey key, Class<? extends Decided.Answer> answerType, Throwable failure) {
        return failure instanceof Deciding.KeyTaken || isLimit(failure)
                ? CompletableFuture.supplyAsync(
                        () -> answers.find(request.caller().tenant(), key, answerType)
                                .map(stored -> new Outcome(stored, true))
                                .orElseThrow(() -> notThere(failure)),
                        threads)
                : CompletableFuture.failedFuture(failure);
    }

    /** A limit is decided before the key is looked at, but what the key was answered comes first. */
    private static boolean isLimit(Throwable failure) {
        return failure instanceof Refused refused && refused.refusal().code() == Code.TOO_MANY_REQUESTS;
    }

    private static RuntimeException notThere(Throwable failure) {
        return failure instanceof Refused limit
                ? limit
                : new LogUnavailable("the stored answer is not there yet", null);
    }
}
