package io.stageline.alert.automation;

import io.stageline.alert.automation.Turn.Raise;
import io.stageline.alert.automation.Turn.Resolve;
import io.stageline.alert.events.Condition;
import io.stageline.alert.events.RuleText;
import io.stageline.alert.events.RuleText.Mode;
import io.stageline.alert.events.RuleText.Severity;
import io.stageline.journal.events.EntryEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One watch that is told one input after the other, at minutes of an hour, and says what came of it. */
final class Told {
    private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");
    private static final UUID STREAM = new UUID(0, 1);

    private final WatchMachine machine;
    private final List<String> turns = new ArrayList<>();
    private Watch watch = Watch.NEW;
    private long position;

    Told(Condition condition) {
        this(condition, null, null);
    }

    Told(Condition condition, @Nullable Duration holdsFor, @Nullable Duration keepFiring) {
        machine = new WatchMachine(new RuleText(
                "a rule", Mode.LIVE, Severity.WARNING, condition, holdsFor, keepFiring, List.of("subject"), List.of()));
    }

    static Instant minute(double minute) {
        return START.plusMillis(Math.round(minute * 60_000));
    }

    Told value(double minute, double value) {
        return on(minute, value, false, false, null, null);
    }

    Told signal(double minute) {
        return on(minute, null, false, false, null, null);
    }

    Told part(double minute) {
        return on(minute, null, true, false, null, null);
    }

    Told opens(double minute, double due) {
        return on(minute, null, false, false, minute(due), null);
    }

    Told closes(double minute) {
        return on(minute, null, false, true, null, null);
    }

    Told entry(double minute, EntryEvent event) {
        return on(minute, null, false, false, null, event);
    }

    private Told on(
            double minute,
            @Nullable Double value,
            boolean part,
            boolean closes,
            @Nullable Instant due,
            @Nullable EntryEvent entry) {
        position++;
        var at = minute(minute);
        var input = new Input(position, STREAM, at, at, value, part, closes, due, entry);
        return took(machine.on(watch, input));
    }

    /** Time passes though nothing happens. */
    Told until(double minute) {
        return took(machine.until(watch, minute(minute)));
    }

    private Told took(WatchMachine.Step step) {
        watch = step.watch();
        step.turns().forEach(turn -> turns.add(word(turn)));
        return this;
    }

    private static String word(Turn turn) {
        if (turn instanceof Raise raise) return "raised by " + raise.episode() + " at " + minutes(raise.at());
        var resolve = (Resolve) turn;
        return resolve.why().name().toLowerCase(java.util.Locale.ROOT) + " " + resolve.episode() + " at "
                + minutes(resolve.at());
    }

    private static String minutes(Instant at) {
        var minutes = Duration.between(START, at).toMillis() / 60_000d;
        return minutes == Math.rint(minutes) ? String.valueOf((long) minutes) : String.valueOf(minutes);
    }

    /** What came of it so far. */
    List<String> turns() {
        return turns;
    }

    Watch watch() {
        return watch;
    }
}
