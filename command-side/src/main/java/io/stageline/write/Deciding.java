package io.stageline.write;

import io.stageline.eventlog.Append;
import io.stageline.eventlog.AppendConflict;
import io.stageline.eventlog.AppendContext;
import io.stageline.eventlog.EventLogs;
import io.stageline.eventlog.StreamKey;
import io.stageline.refusal.Code;
import io.stageline.refusal.Refused;
import io.stageline.write.Commands.Request;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.axonframework.commandhandling.CommandResultMessage;
import org.axonframework.commandhandling.GenericCommandMessage;
import org.axonframework.eventsourcing.IncompatibleAggregateException;
import org.axonframework.modelling.command.AggregateNotFoundException;
import org.axonframework.modelling.command.ConcurrencyException;

/** Lets an aggregate decide until the log agrees: again on its newest state if it had moved on, or may have. */
final class Deciding {
    /** Where two processes write to one entry all the time, most attempts of the one that must read anew are lost. */
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(4);

    /** A version that does not match what was just read anew never will. */
    private static final int LOOKS = 2;

    private final Aggregates aggregates;
    private final EventLogs logs;
    private final StoredAnswers answers;
    private final Executor threads;

    Deciding(Aggregates aggregates, EventLogs logs, StoredAnswers answers, Executor threads) {
        this.aggregates = aggregates;
        this.logs = logs;
        this.answers = answers;
        this.threads = threads;
    }

    /** Whether a command to this stream would have to read it. */
    boolean mustRead(StreamKey stream) {
        return !aggregates.isRemembered(stream);
    }

    /** An attempt: which one, and when the first began. */
    private record Try(int number, long since) {
        Try next() {
            return new Try(number + 1, since);
        }
    }

    /** The request's key has an answer already. */
    static final class KeyTaken extends RuntimeException {
        KeyTaken() {
            super(null, null, false, false);
        }
    }

    /** The decision with its position; fails with {@link Refused}, {@link KeyTaken} or what the log failed with. */
    CompletableFuture<Decided> decide(Command command, Request request) {
        return attempt(command, request, new Try(1, System.nanoTime()));
    }

    private CompletableFuture<Decided> attempt(Command command, Request request, Try now) {
        if (request.rehearsal() != null) return rehearsed(command, request, now);
        var context = context(command, request, now.number);
        var result = dispatch(command, context);
        if (result.isExceptional()) return again(command, request, now, result.exceptionResult());
        var decided = (Decided) result.getPayload();
        var appended = context.verdict();
        var verdict = appended == null ? logs.append(unchanged(command, request, decided)) : appended;
        return verdict.thenApply(positions -> decided.at(positions.last()))
                .exceptionallyCompose(refused -> retry(command, request, now, cause(refused)));
    }

    /** What is remembered of the stream is not what the dry run says of it, nor must that be remembered. */
    private CompletableFuture<Decided> rehearsed(Command command, Request request, Try now) {
        aggregates.forget(command.target());
        var result = dispatch(command, context(command, request, now.number));
        aggregates.forget(command.target());
        return result.isExceptional()
                ? CompletableFuture.failedFuture(refusal(command, result.exceptionResult()))
                : CompletableFuture.completedFuture((Decided) result.getPayload());
    }

    private static AppendContext context(Command command, Request request, int number) {
        var key = request.key();
        var ifMatch = command.heedsIfMatch() ? null : request.ifMatch();
        return new AppendContext(
                request.origin(),
                ifMatch == null ? null : ifMatch::holds,
                key == null ? null : result -> StoredAnswers.answer(key, (Decided) result),
                number == 1 ? request.readAhead() : Map.of(),
                request.rehearsal());
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

    /** A decision that changed nothing holds only if the log still says what it was based on. */
    private static Append unchanged(Command command, Request request, Decided decided) {
        return new Append(command.target(), decided.answer().version(), List.of(), request.origin(), null, null);
    }

    /** The log refused: what is remembered of the stream is wrong. Its answer came on a thread that must not block. */
    private CompletableFuture<Decided> retry(Command command, Request request, Try now, Throwable refused) {
        aggregates.forget(command.target());
        return refused instanceof AppendConflict conflict
                ? CompletableFuture.supplyAsync(() -> again(command, request, now, conflict), threads)
                        .thenCompose(next -> next)
                : CompletableFuture.failedFuture(refused);
    }

    private CompletableFuture<Decided> again(Command command, Request request, Try now, Throwable failure) {
        if (failure instanceof Refused && now.number == 1) return attempt(command, request, now.next());
        if (!(failure instanceof ConcurrencyException || failure instanceof AppendConflict))
            return CompletableFuture.failedFuture(refusal(command, failure));
        var key = request.key();
        if (key != null && answers.isTaken(request.caller().tenant(), key))
            return CompletableFuture.failedFuture(new KeyTaken());
        var another = failure instanceof AppendContext.VersionMismatch
                ? now.number < LOOKS
                : System.nanoTime() - now.since < PATIENCE_NANOS;
        return another
                ? attempt(command, request, now.next())
                : CompletableFuture.failedFuture(conflict(failure, request));
    }

    private static Throwable refusal(Command command, Throwable failure) {
        return failure instanceof AggregateNotFoundException || failure instanceof IncompatibleAggregateException
                ? command.whenMissing().asException()
                : failure;
    }

    private static Refused conflict(Throwable failure, Request request) {
        if (failure instanceof AppendContext.VersionMismatch mismatch && request.ifMatch() != null)
            return request.ifMatch().refusal(mismatch.current()).asException();
        return Code.VERSION_CONFLICT
                .because("this was changed by others again and again; try once more")
                .asException();
    }

    static Throwable cause(Throwable failure) {
        return failure instanceof CompletionException wrapped && wrapped.getCause() != null
                ? wrapped.getCause()
                : failure;
    }
}
