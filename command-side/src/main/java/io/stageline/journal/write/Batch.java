package io.stageline.journal.write;

import io.stageline.contact.write.ContactCommand;
import io.stageline.eventlog.EventLogs;
import io.stageline.eventlog.Recorded;
import io.stageline.eventlog.StreamKey;
import io.stageline.journal.write.EntryAnswer.Several;
import io.stageline.journal.write.EntryCommand.Together;
import io.stageline.refusal.Refusal;
import io.stageline.refusal.Refused;
import io.stageline.write.Command;
import io.stageline.write.Commands;
import io.stageline.write.Commands.Request;
import io.stageline.write.Decided;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** The commands of one request: those of a contact in their order and each stream's appended at once, contacts in parallel. */
final class Batch {
    private static final CompletableFuture<Void> DONE = CompletableFuture.completedFuture(null);

    private final Map<UUID, List<Line>> byContact = new LinkedHashMap<>();
    private final Verdict[] verdicts;

    /** A command and the number of its line, counted from 0. */
    private record Line(int number, Command command) {}

    /** What became of a line: a decision about a contact, or a refusal. */
    sealed interface Verdict {}

    record Done(UUID contactId, Decided decided) implements Verdict {}

    record Not(Refusal refusal) implements Verdict {}

    Batch(int lines) {
        verdicts = new Verdict[lines];
    }

    void add(int number, UUID contact, Command command) {
        byContact.computeIfAbsent(contact, id -> new ArrayList<>()).add(new Line(number, command));
    }

    void refuse(int number, Refusal refusal) {
        verdicts[number] = new Not(refusal);
    }

    Verdict[] verdicts() {
        return verdicts;
    }

    /** The contacts, each of which can be carried out apart from the others. */
    Set<UUID> contacts() {
        return byContact.keySet();
    }

    /** The streams of the batch that must be read, with one statement, so that no aggregate has to be read by itself. */
    Map<StreamKey, List<Recorded>> readAhead(UUID tenant, EventLogs logs, Predicate<StreamKey> mustRead) {
        var streams = new ConcurrentHashMap<StreamKey, List<Recorded>>();
        for (var stream : targets()) if (mustRead.test(stream)) streams.put(stream, new ArrayList<>());
        if (streams.isEmpty()) return Map.of();
        var ids = streams.keySet().stream().map(StreamKey::stream).toList();
        var read = logs.readStreams(tenant, ids);
        if (read.isEmpty()) return Map.of();
        for (var recorded : read.get())
            streams.computeIfAbsent(new StreamKey(tenant, recorded.stream()), stream -> new ArrayList<>())
                    .add(recorded);
        return streams;
    }

    private Set<StreamKey> targets() {
        return byContact.values().stream()
                .flatMap(List::stream)
                .map(line -> line.command.target())
                .collect(Collectors.toSet());
    }

    /** Carries out the lines of one contact, one after the other: neighbours to the same entry go together. */
    CompletableFuture<Void> carryOut(UUID contact, Commands commands, Request request, Executor threads) {
        return carryOutFrom(0, contact, byContact.getOrDefault(contact, List.of()), commands, request, threads);
    }

    private CompletableFuture<Void> carryOutFrom(
            int from, UUID contact, List<Line> lines, Commands commands, Request request, Executor threads) {
        if (from == lines.size()) return DONE;
        var end = from + 1;
        while (end < lines.size() && goTogether(lines.get(from), lines.get(end))) end++;
        var to = end;
        return run(contact, lines.subList(from, to), commands, request)
                .thenComposeAsync(done -> carryOutFrom(to, contact, lines, commands, request, threads), threads);
    }

    private static boolean goTogether(Line first, Line next) {
        return first.command instanceof EntryCommand && first.command.target().equals(next.command.target());
    }

    private CompletableFuture<Void> run(UUID contact, List<Line> run, Commands commands, Request request) {
        var done = run.get(0).command instanceof ContactCommand alone
                ? commands.carryOut(alone, request, Decided.Answer.class)
                        .thenAccept(outcome -> verdicts[run.get(0).number] = new Done(contact, outcome.decided()))
                : together(contact, run, commands, request);
        return done.exceptionallyCompose(failure -> refused(run, failure));
    }

    private CompletableFuture<Void> together(UUID contact, List<Line> run, Commands commands, Request request) {
        var entry = run.stream().map(line -> (EntryCommand.One) line.command).toList();
        return commands.carryOut(new Together(entry.get(0).entry(), entry), request, Several.class)
                .thenAccept(outcome ->
                        told(contact, run, (Several) outcome.decided().answer()));
    }

    private void told(UUID contact, List<Line> run, Several several) {
        for (var i = 0; i < run.size(); i++) {
            var verdict = several.verdicts().get(i);
            verdicts[run.get(i).number] = verdict instanceof Several.Done done
                    ? new Done(contact, done.decided().at(several.position()))
                    : new Not(((Several.Not) verdict).refusal());
        }
    }

    private CompletableFuture<Void> refused(List<Line> run, Throwable failure) {
        var cause = failure instanceof CompletionException wrapped ? wrapped.getCause() : failure;
        if (!(cause instanceof Refused refused) || refused.refusal().code().passes())
            return CompletableFuture.failedFuture(failure); // the whole batch is to be sent again
        run.forEach(line -> refuse(line.number, refused.refusal()));
        return DONE;
    }
}
