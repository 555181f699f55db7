package io.stageline.alert.automation;

import io.stageline.alert.write.AlertIds;
import io.stageline.eventlog.EventLogs;
import io.stageline.eventlog.EventTypes;
import io.stageline.eventlog.Recorded;
import io.stageline.eventlog.StreamKey;
import io.stageline.refusal.Code;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/** The log as questions about the past go through it: piece by piece, for some time and so many events at most. */
record PastLog(
        EventLogs logs,
        JdbcTemplate database,
        EventTypes types,
        Matcher matcher,
        AlertIds ids,
        Clock clock,
        Duration patience,
        long most) {

    /** How far it came of how much, and whether that is all. */
    record Reached(long position, long head, long events, boolean isAll) {

        /** What to say of the part that was not gone through, and how to go on. */
        @Nullable
        String rest() {
            return isAll
                    ? null
                    : "only what was recorded up to position " + position + " of " + head + " was gone through;"
                            + " the server goes through more at once with larger stageline.backtest.seconds"
                            + " and stageline.backtest.events";
        }
    }

    Instant now() {
        return clock.instant();
    }

    /** The events of a rule; refused if there is no such rule. */
    List<Recorded> stream(UUID tenant, UUID ruleId) {
        var stream = logs.readStream(new StreamKey(tenant, ruleId), 0);
        if (PastRule.of(tenant, stream, null).isEmpty())
            throw Code.UNKNOWN_RULE.because("there is no such alert rule").asException();
        return stream;
    }

    /** Tells the events of the tenant up to now, in order: while they are wanted, and while there is room for what they come to. */
    Reached read(
            UUID tenant,
            Collection<Rule> rules,
            Predicate<Recorded> wanted,
            Consumer<Recorded> taker,
            BooleanSupplier room) {
        var log = logs.of(tenant);
        var past = new PastEvents(database, types, log.number(), tenant, rules);
        var head = log.head();
        var begun = System.nanoTime();
        var events = 0L;
        for (var position = 0L; position < head; ) {
            var end = PastEvents.end(position, head);
            for (var event : past.between(position, end)) {
                if (!wanted.test(event)) return new Reached(event.position(), head, events, true);
                if (events == most || !room.getAsBoolean()) return new Reached(position, head, events, false);
                taker.accept(event);
                position = event.position();
                events++;
            }
            position = end;
            if (position < head && System.nanoTime() - begun > patience.toNanos())
                return new Reached(position, head, events, false);
        }
        return new Reached(head, head, events, true);
    }
}
