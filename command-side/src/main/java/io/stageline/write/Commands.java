package io.stageline.write;

import com.github.f4b6a3.uuid.UuidCreator;
import io.micrometer.core.instrument.MeterRegistry;
import io.stageline.eventlog.Append;
import io.stageline.eventlog.Append.Answer;
import io.stageline.eventlog.Append.Appended;
import io.stageline.eventlog.AppendConflict;
import io.stageline.eventlog.AppendContext;
import io.stageline.eventlog.EventLog;
import io.stageline.eventlog.LogUnavailable;
import io.stageline.eventlog.Origin;
import io.stageline.eventlog.Recorded;
import io.stageline.eventlog.StreamKey;
import io.stageline.http.Caller;
import io.stageline.refusal.Code;
import io.stageline.refusal.Refused;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.axonframework.commandhandling.CommandResultMessage;
import org.axonframework.commandhandling.GenericCommandMessage;
import org.axonframework.eventsourcing.IncompatibleAggregateException;
import org.axonframework.modelling.command.AggregateNotFoundException;
import org.axonframework.modelling.command.ConcurrencyException;
import org.jspecify.annotations.Nullable;

/** Carries out commands on the calling thread: dispatch, one retry after a conflict, remembered answers. */
public final class Commands {
    private static final int ATTEMPTS = 3;
    private static final long PATIENCE_SECONDS = 10;

    private final Aggregates aggregates;
    private final EventLog log;
    private final StoredAnswers answers;
    private final MeterRegistry metrics;

    public Commands(Aggregates aggregates, EventLog log, StoredAnswers answers, MeterRegistry metrics) {
        this.aggregates = aggregates;
        this.log = log;
        this.answers = answers;
        this.metrics = metrics;
    }

    /** What is known of a command besides itself. */
    public record Request(
            Caller caller,
            UUID correlation,
            @Nullable Long ifMatch,
            @Nullable IdempotencyKey key,
            Map<StreamKey, List<Recorded>> readAhead) {
        public Request(Caller caller, UUID correlation, @Nullable Long ifMatch, @Nullable IdempotencyKey key) {
            this(caller, correlation, ifMatch, key, Map.of());
        }

        Origin origin() {
            return new Origin(caller.keyId(), UuidCreator.getTimeOrderedEpoch(), correlation);
        }
    }

    /** The decision, and whether it was remembered from an earlier request with the same key. */
    public record Outcome(Decided decided, boolean replayed) {}

    /** Carries out a command; throws {@link Refused} or {@link LogUnavailable}. */
    public Outcome carryOut(Command command, Request request, Class<? extends Decided.Answer> answerType) {
        for (var part : command.parts())
            metrics.counter("stageline.commands", "command", part.getClass().getSimpleName())
                    .increment();
        var key = request.key();
        if (key == null) return new Outcome(decide(command, request), false);
        var tenant = request.caller().tenant();
        answers.begin(tenant, key);
        try {
            return once(command, request, key, answerType);
        } finally {
            answers.end(tenant, key);
        }
    }

    private Outcome once(
            Command command, Request request, IdempotencyKey key, Class<? extends Decided.Answer> answerType) {
        var tenant = request.caller().tenant();
        try {
            var decided = decide(command, request);
            if (decided.result() != Decided.Result.UNCHANGED) return new Outcome(decided, false);
            return remember(command, request, StoredAnswers.answer(key, decided))
                    ? new Outcome(decided, false)
                    : new Outcome(stored(answers.find(tenant, key, answerType)), true);
        } catch (KeyTaken taken) {
            return new Outcome(stored(answers.find(tenant, key, answerType)), true);
        } catch (Refused refused) {
            if (!refused.refusal().code().lasts()) throw refused;
            if (remember(command, request, StoredAnswers.answer(key, refused.refusal()))) throw refused;
            return new Outcome(stored(answers.find(tenant, key, answerType)), true);
        }
    }

    private static Decided stored(Optional<Decided> found) {
        return found.orElseThrow(() -> new LogUnavailable("the stored answer is not there yet", null));
    }

    /** Appends an answer without events; false when the key is taken. */
    private boolean remember(Command command, Request request, Answer answer) {
        return append(new Append(command.target(), Append.ANY_VERSION, List.of(), request.origin(), answer, null))
                .isPresent();
    }

    private Optional<Appended> append(Append request) {
        try {
            return Optional.of(log.append(request)
                    .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
                    .join());
        } catch (CompletionException failed) {
            if (failed.getCause() instanceof AppendConflict) return Optional.empty();
            throw failed.getCause() instanceof LogUnavailable unavailable
                    ? unavailable
                    : new LogUnavailable("the event log did not answer in time", failed);
        }
    }

    /** Tries again on the newest state when another process was faster, or when a refusal may be due to an old one. */
    private Decided decide(Command command, Request request) {
        for (var attempt = 1; ; attempt++) {
            var key = request.key();
            var context = new AppendContext(
                    request.origin(),
                    request.ifMatch(),
                    key == null ? null : result -> StoredAnswers.answer(key, (Decided) result),
                    attempt == 1 ? request.readAhead() : Map.of());
            var result = dispatch(command, context);
            if (!result.isExceptional()) {
                var decided = positioned(command, request, (Decided) result.getPayload(), context);
                if (decided.isPresent()) return decided.get();
                aggregates.forget(command.target());
                if (attempt < ATTEMPTS) continue;
                throw conflict(null);
            }
            var failure = result.exceptionResult();
            if (failure instanceof Refused && attempt == 1) continue;
            if (!(failure instanceof ConcurrencyException)) throw refusal(command, failure);
            if (key != null && answers.isTaken(request.caller().tenant(), key)) throw new KeyTaken();
            if (attempt >= ATTEMPTS) throw conflict(failure);
        }
    }

    private CommandResultMessage<?> dispatch(Command command, AppendContext context) {
        var result = new CommandResultMessage<?>[1];
        aggregates
                .bus()
                .dispatch(
                        new GenericCommandMessage<>(command, context.asMetaData()),
                        (sent, answer) -> result[0] = answer);
        return result[0];
    }

    /** The decision with its position; one that changed nothing holds only if the log still says what it was based on. */
    private Optional<Decided> positioned(Command command, Request request, Decided decided, AppendContext context) {
        var appended = context.appended();
        if (appended != null) return Optional.of(decided.at(appended.last()));
        var version = decided.answer().version();
        return append(new Append(command.target(), version, List.of(), request.origin(), null, null))
                .map(checked -> decided.at(checked.last()));
    }

    private static final class KeyTaken extends RuntimeException {
        KeyTaken() {
            super(null, null, false, false);
        }
    }

    private static RuntimeException refusal(Command command, Throwable failure) {
        if (failure instanceof AggregateNotFoundException || failure instanceof IncompatibleAggregateException)
            return command.whenMissing().asException();
        return failure instanceof RuntimeException unexpected ? unexpected : new IllegalStateException(failure);
    }

    private static RuntimeException conflict(@Nullable Throwable failure) {
        if (failure instanceof AppendContext.VersionMismatch mismatch)
            return Code.PRECONDITION_FAILED
                    .because("somebody else was faster: the version is no longer the one in If-Match")
                    .with("expected", mismatch.expected())
                    .with("current", mismatch.current())
                    .asException();
        return Code.VERSION_CONFLICT
                .because("this was changed by others again and again; try once more")
                .asException();
    }
}
