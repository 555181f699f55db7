package io.stageline.alert.automation;

import io.stageline.alert.automation.BacktestAnswer.Compared;
import io.stageline.alert.automation.BacktestAnswer.Effect;
import io.stageline.alert.automation.BacktestAnswer.WouldFire;
import io.stageline.alert.automation.PastRequests.BacktestRequest;
import io.stageline.alert.events.AlertEvent.AlertRaised;
import io.stageline.eventlog.Recorded;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One run of a rule over the past of its tenant, and of the rule that it is compared with. It changes nothing. */
final class Backtest {
    /** Numbers that all watches may remember together, about. */
    private static final long ROOM = 2_000_000;

    private static final int MOST_ALERTS = 100_000;
    private static final int LISTED = 1_000;

    private final PastLog past;
    private final BacktestRequest request;
    private final Rule proposed;
    private final @Nullable UUID comparedWith;
    private final Episodes found = new Episodes();
    private final Episodes foundNow = new Episodes();
    private final Map<UUID, Instant> raised = new HashMap<>();
    private final PastWatches watches;
    private final @Nullable PastWatches watchesNow;

    /** The rule must bear the id of the saved rule with whose alerts it is compared, if it is. */
    Backtest(PastLog past, BacktestRequest request, Rule proposed, @Nullable Rule now) {
        this.past = past;
        this.request = request;
        this.proposed = proposed;
        this.comparedWith = request.ruleId() != null ? request.ruleId() : request.compare();
        this.watches = new PastWatches(past.matcher(), past.ids(), proposed, null, found::add);
        this.watchesNow = now == null ? null : new PastWatches(past.matcher(), past.ids(), now, null, foundNow::add);
    }

    BacktestAnswer run() {
        var rules = watchesNow == null ? List.of(proposed) : List.of(proposed, watchesNow.rule());
        var reached = past.read(proposed.tenant(), rules, event -> true, this::take, this::hasRoom);
        if (reached.isAll()) settle(past.now());
        return answer(reached);
    }

    private boolean hasRoom() {
        var weight = watches.weight() + (watchesNow == null ? 0 : watchesNow.weight());
        return weight < ROOM && found.size() + foundNow.size() + raised.size() < MOST_ALERTS;
    }

    private void take(Recorded event) {
        if (event.event() instanceof AlertRaised alert
                && alert.premise().ruleId().equals(comparedWith)
                && alert.episode() >= proposed.since()) raised.put(alert.alertId(), alert.at());
        watches.next(event);
        if (watchesNow != null) watchesNow.next(event);
    }

    private void settle(Instant now) {
        watches.until(now);
        if (watchesNow != null) watchesNow.until(now);
    }

    private BacktestAnswer answer(PastLog.Reached reached) {
        var all = within(found);
        return new BacktestAnswer(
                reached.isAll(),
                reached.position(),
                reached.rest(),
                reached.events(),
                watches.unevaluated(),
                all.size(),
                byDay(all),
                List.copyOf(all.subList(0, Math.min(LISTED, all.size()))),
                comparedWith == null ? null : compared(all),
                watchesNow == null ? null : effect(all, within(foundNow)));
    }

    private List<WouldFire> within(Episodes episodes) {
        return episodes.between(from(), to());
    }

    private Instant from() {
        return request.from() == null ? Instant.MIN : request.from();
    }

    private Instant to() {
        return request.to() == null ? Instant.MAX : request.to();
    }

    private static Map<LocalDate, Integer> byDay(List<WouldFire> all) {
        var days = new TreeMap<LocalDate, Integer>();
        for (var one : all) days.merge(LocalDate.ofInstant(one.at(), ZoneOffset.UTC), 1, Integer::sum);
        return days;
    }

    private Compared compared(List<WouldFire> all) {
        var both = (int)
                all.stream().filter(one -> raised.containsKey(one.alertId())).count();
        var live = (int) raised.values().stream()
                .filter(at -> !at.isBefore(from()) && at.isBefore(to()))
                .count();
        return new Compared(both, live - both, all.size() - both);
    }

    private static Effect effect(List<WouldFire> proposed, List<WouldFire> now) {
        return new Effect(
                now.size(), proposed.size(), Episodes.without(proposed, now), Episodes.without(now, proposed));
    }
}
