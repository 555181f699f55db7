package io.stageline.alert.automation;

import io.stageline.alert.automation.Turn.Raise;
import io.stageline.alert.automation.Turn.Resolve;
import io.stageline.alert.automation.Watch.Episode;
import io.stageline.alert.events.AlertEvent.AlertResolved.Why;
import io.stageline.alert.events.RuleText;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a watch goes on, whatever its condition: an input or a time changes what holds; what holds long enough raises an
 * alert; what does not hold for long enough ends it. Its time is that of the inputs, and never the clock's.
 */
final class WatchMachine {
    /** A watch that looks so often at one input would look for ever. */
    private static final int MOST_LOOKS = 10_000;

    private final Watching watching;
    private final Duration holdsFor;
    private final Duration keepFiring;

    WatchMachine(RuleText rule) {
        watching = Watching.of(rule.condition());
        holdsFor = rule.holdsFor() == null ? Duration.ZERO : rule.holdsFor();
        keepFiring = rule.keepFiring() == null ? Duration.ZERO : rule.keepFiring();
    }

    /** The watch afterwards, and what came of it, in order. */
    record Step(Watch watch, List<Turn> turns) {}

    /** What one more input makes of it. What was due before the input occurred comes first. */
    Step on(Watch watch, Input input) {
        var turns = new ArrayList<Turn>();
        var before = passed(watch, input.occurredAt().minusNanos(1), turns);
        var after = before.after(watching, input);
        var now = after.seen() == null ? input.occurredAt() : after.seen();
        var looked = look(after, from(before, after, input, now), turns);
        return new Step(passed(looked, now, turns), turns);
    }

    /** What is remembered anew may have begun in the past, but for what is raised already. */
    private Instant from(Watch before, Watch after, Input input, Instant now) {
        if (before.episode().isRaised() || before.memory().equals(after.memory())) return now;
        var from = watching.changesFrom(input, now);
        return from.isBefore(now) ? from : now;
    }

    /** What comes of time having passed: everything that is due by then. */
    Step until(Watch watch, Instant time) {
        var turns = new ArrayList<Turn>();
        return new Step(passed(watch, time, turns), turns);
    }

    private Watch passed(Watch watch, Instant time, List<Turn> turns) {
        var now = watch;
        for (var looks = 0; now.due() != null && !now.due().isAfter(time); looks++) {
            if (looks == MOST_LOOKS) throw new IllegalStateException("a watch is due again and again");
            now = look(now, now.due(), turns);
        }
        return now;
    }

    /** Looks at one time; when to look next is later than that. */
    private Watch look(Watch watch, Instant at, List<Turn> turns) {
        var outlook = watching.at(watch.memory(), at);
        var seen = watch.seen() == null || watch.seen().isBefore(at) ? watch.at(at) : watch;
        return outlook.holds() ? holding(seen, outlook, at, turns) : calm(seen, outlook, at, turns);
    }

    private Watch holding(Watch watch, Outlook outlook, Instant at, List<Turn> turns) {
        var episode = isAnother(watch.episode(), outlook) ? over(watch.episode(), outlook, at, turns) : watch.episode();
        var since = episode.since() == null ? at : episode.since();
        var cause =
                episode.cause() != 0 ? episode.cause() : outlook.cause() != 0 ? outlook.cause() : watch.lastPosition();
        if (episode.isRaised())
            return watch.in(new Episode(cause, since, episode.raisedAt(), null), next(at, outlook.next(), null));
        var from = since.plus(holdsFor);
        if (at.isBefore(from)) return watch.in(new Episode(cause, since, null, null), next(at, outlook.next(), from));
        turns.add(new Raise(cause, at, since, outlook.evidence()));
        return watch.in(new Episode(cause, since, at, null), next(at, outlook.next(), null));
    }

    private boolean isAnother(Episode episode, Outlook outlook) {
        return watching.isEachAnEpisode()
                && episode.cause() != 0
                && outlook.cause() != 0
                && outlook.cause() != episode.cause();
    }

    private static Episode over(Episode episode, Outlook outlook, Instant at, List<Turn> turns) {
        if (episode.isRaised()) turns.add(new Resolve(episode.cause(), at, Why.CALMED, outlook.evidence()));
        return Episode.NONE;
    }

    private Watch calm(Watch watch, Outlook outlook, Instant at, List<Turn> turns) {
        var episode = watch.episode();
        if (!episode.isRaised()) return watch.in(Episode.NONE, next(at, outlook.next(), null));
        var over = outlook.over() == null ? at : outlook.over();
        var since = episode.calmSince() == null ? over : episode.calmSince();
        var until = since.plus(keepFiring);
        if (at.isBefore(until)) {
            var still = new Episode(episode.cause(), episode.since(), episode.raisedAt(), since);
            return watch.in(still, next(at, outlook.next(), until));
        }
        turns.add(new Resolve(episode.cause(), until, why(episode, since), outlook.evidence()));
        return watch.in(Episode.NONE, next(at, outlook.next(), null));
    }

    /** What ends before it began has never been. */
    private Why why(Episode episode, Instant over) {
        if (episode.since() != null && !over.isAfter(episode.since())) return Why.LATE_FACT;
        return watching instanceof DueWatching ? Why.CLOSED : Why.CALMED;
    }

    private static @Nullable Instant next(Instant at, @Nullable Instant one, @Nullable Instant other) {
        var later = one == null || !one.isAfter(at) ? null : one;
        if (other == null || !other.isAfter(at)) return later;
        return later == null || other.isBefore(later) ? other : later;
    }
}
