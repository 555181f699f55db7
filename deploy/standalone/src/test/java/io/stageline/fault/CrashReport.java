package io.stageline.fault;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** What a crash run counted. */
final class CrashReport {
    private final long seed;
    private final Ledger ledger;
    private final Map<Fault, List<Duration>> strikes = new EnumMap<>(Fault.class);
    private Findings last = new Findings();
    private Findings worst = new Findings();
    private long folds;
    private int killsAtFold;
    private long differing;

    CrashReport(long seed, Ledger ledger) {
        this.seed = seed;
        this.ledger = ledger;
    }

    void struck(Fault fault, Duration untilWritten) {
        strikes.computeIfAbsent(fault, first -> new ArrayList<>()).add(untilWritten);
    }

    void found(Findings findings) {
        last = findings;
        if (!findings.areNone() && worst.areNone()) worst = findings;
    }

    void folded(long differences) {
        folds++;
        killsAtFold = kills();
        differing += differences;
    }

    int kills() {
        return strikes.values().stream().mapToInt(List::size).sum();
    }

    int killsSinceFold() {
        return kills() - killsAtFold;
    }

    String foldProgress() {
        return "%4d folded anew, rows unlike the fold so far: %d".formatted(kills(), differing);
    }

    boolean isClean() {
        return worst.areNone()
                && last.areNone()
                && differing == 0
                && ledger.unexpected().isEmpty();
    }

    String progress(Fault fault) {
        return "%4d %-20s acknowledged %d, %s"
                .formatted(
                        kills(), fault.name().toLowerCase(java.util.Locale.ROOT), ledger.acknowledged(), last.counts());
    }

    private int kills(boolean application) {
        return strikes.entrySet().stream()
                .filter(one -> one.getKey().endsApplication() == application)
                .mapToInt(one -> one.getValue().size())
                .sum();
    }

    @Override
    public String toString() {
        var text = new StringBuilder();
        line(text, "seed", seed);
        line(text, "commands acknowledged", ledger.acknowledged());
        line(text, "of them corrections", ledger.corrections());
        line(text, "commands refused", ledger.refusals());
        line(text, "attempts without an answer", ledger.withoutAnswer());
        line(text, "answered from memory", ledger.replayed());
        line(text, "events in the log", last.events);
        line(text, "kills", "%d (application %d, database %d)".formatted(kills(), kills(true), kills(false)));
        var found = worst.areNone() ? last : worst;
        line(text, "lost", found.lost);
        line(text, "duplicated", found.duplicated);
        line(text, "out of order", found.outOfOrder);
        line(text, "gaps", found.gaps);
        line(text, "not asked for", found.strange);
        line(text, "rows unlike the fold", "%d (folded anew %d times)".formatted(differing, folds));
        line(text, "unexpected answers", ledger.unexpected().size());
        strikes.forEach((fault, times) -> line(text, "until written again", "%s: %s".formatted(fault, spread(times))));
        found.examples.forEach(example -> line(text, "example", example));
        ledger.unexpected().stream().limit(5).forEach(answer -> line(text, "unexpected", answer));
        return text.toString();
    }

    private static String spread(List<Duration> times) {
        var sorted = times.stream()
                .sorted(Comparator.naturalOrder())
                .map(Duration::toMillis)
                .toList();
        return "%d times, median %d ms, longest %d ms"
                .formatted(sorted.size(), sorted.get(sorted.size() / 2), sorted.get(sorted.size() - 1));
    }

    private static void line(StringBuilder text, String name, Object value) {
        text.append("%-28s %s%n".formatted(name, value));
    }
}
