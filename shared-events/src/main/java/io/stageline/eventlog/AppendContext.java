package io.stageline.eventlog;

import io.stageline.eventlog.Append.Answer;
import io.stageline.eventlog.Append.Appended;
import io.stageline.eventlog.Append.KeyChange;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.LongPredicate;
import org.axonframework.messaging.MetaData;
import org.axonframework.messaging.unitofwork.CurrentUnitOfWork;
import org.axonframework.messaging.unitofwork.UnitOfWork;
import org.axonframework.modelling.command.ConcurrencyException;
import org.jspecify.annotations.Nullable;

/**
 * What travels with a command to the log and back: where it comes from, the answer to remember, streams that were read
 * ahead, and afterwards the log's verdict on its events. One per command; used by one thread at a time.
 */
public final class AppendContext {
    private static final String KEY = "append-context";
    private static final String ACTIONS = "once-appended";

    private final Origin origin;
    private final @Nullable LongPredicate ifMatch;
    private final @Nullable Function<@Nullable Object, Answer> answer;
    private final Map<StreamKey, List<Recorded>> readAhead;
    private final @Nullable Rehearsal rehearsal;
    private @Nullable CompletableFuture<Appended> verdict;

    public AppendContext(Origin origin) {
        this(origin, null, null, Map.of(), null);
    }

    /** The stream must be at a version that {@code ifMatch} takes, if given. The answer is made from the command's result, just before its events are appended. In a rehearsal they are not. */
    public AppendContext(
            Origin origin,
            @Nullable LongPredicate ifMatch,
            @Nullable Function<@Nullable Object, Answer> answer,
            Map<StreamKey, List<Recorded>> readAhead,
            @Nullable Rehearsal rehearsal) {
        this.origin = origin;
        this.ifMatch = ifMatch;
        this.answer = answer;
        this.readAhead = readAhead;
        this.rehearsal = rehearsal;
    }

    /** The metadata by which a command carries this context. */
    public MetaData asMetaData() {
        return MetaData.with(KEY, this);
    }

    /** The context of the command that the current unit of work carries out. */
    public static AppendContext current() {
        var context = CurrentUnitOfWork.get().root().getMessage().getMetaData().get(KEY);
        if (context instanceof AppendContext found) return found;
        throw new IllegalStateException("a command must carry its append context");
    }

    /** The dry run that the current command, if any, is a part of. */
    public static @Nullable Rehearsal currentRehearsal() {
        if (!CurrentUnitOfWork.isStarted()) return null;
        var context = CurrentUnitOfWork.get().root().getMessage().getMetaData().get(KEY);
        return context instanceof AppendContext found ? found.rehearsal : null;
    }

    /** Lets a contact's key change commit together with the current command's events. */
    public static void changeKey(KeyChange change) {
        CurrentUnitOfWork.get().root().resources().put(KeyChange.class.getName(), change);
    }

    /** Does something once the current command's events are committed, before anybody hears of it; never if they are refused. */
    public static void onceAppended(Runnable action) {
        var work = CurrentUnitOfWork.get().root();
        if (work.getMessage().getMetaData().containsKey(KEY))
            work.getOrComputeResource(ACTIONS, key -> new ArrayList<Runnable>()).add(action);
        else work.afterCommit(done -> action.run()); // an aggregate without a log, as in its tests
    }

    /** What the log makes of the command's events: see {@link EventLog#append(Append)}; null when it had none. */
    public @Nullable CompletableFuture<Appended> verdict() {
        return verdict;
    }

    /** The stream is not at the version that the command's sender expects. */
    public static final class VersionMismatch extends ConcurrencyException {
        private final long current;

        VersionMismatch(long current) {
            super("found version " + current);
            this.current = current;
        }

        public long current() {
            return current;
        }
    }

    void mustMatch(long current) {
        if (ifMatch != null && !ifMatch.test(current)) throw new VersionMismatch(current);
    }

    void appending(CompletableFuture<Appended> verdict, UnitOfWork<?> unitOfWork) {
        List<Runnable> actions = unitOfWork.root().getResource(ACTIONS);
        this.verdict = actions == null
                ? verdict
                : verdict.thenApply(appended -> {
                    actions.forEach(Runnable::run);
                    return appended;
                });
    }

    @Nullable
    Rehearsal rehearsal() {
        return rehearsal;
    }

    Origin origin() {
        return origin;
    }

    @Nullable
    List<Recorded> readAhead(StreamKey stream) {
        return readAhead.isEmpty() ? null : readAhead.remove(stream); // true only until the stream is changed
    }

    static @Nullable KeyChange keyChange(UnitOfWork<?> unitOfWork) {
        return unitOfWork.root().getResource(KeyChange.class.getName());
    }

    @Nullable
    Answer answer(UnitOfWork<?> unitOfWork) {
        return answer == null
                ? null
                : answer.apply(unitOfWork.getExecutionResult().getResult().getPayload());
    }
}
