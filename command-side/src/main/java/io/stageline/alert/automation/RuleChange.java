package io.stageline.alert.automation;

import io.stageline.alert.automation.RuleBook.Silence;
import io.stageline.alert.events.AlertEvent.AlertSilenced;
import io.stageline.alert.events.Condition.OverEntries;
import io.stageline.alert.events.RuleEvent;
import io.stageline.alert.events.RuleEvent.RuleDeleted;
import io.stageline.alert.events.RuleEvent.RuleDisabled;
import io.stageline.alert.events.RuleEvent.RuleEnabled;
import io.stageline.alert.events.RuleEvent.RuleSaved;
import io.stageline.alert.events.RuleEvent.RuleSilenced;
import io.stageline.alert.events.RuleEvent.SilenceEnded;
import io.stageline.eventlog.Recorded;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/** A rule or a silence that changes: from this event on, others are in force. */
final class RuleChange {
    private final JdbcTemplate database;
    private final RuleBook book;
    private final Watches watches;
    private final Matcher matcher;
    private final Findings findings;
    private final Recorded recorded;
    private final int piece;
    private Backfill.@Nullable Place rest;

    RuleChange(
            JdbcTemplate database,
            RuleBook book,
            Watches watches,
            Matcher matcher,
            Findings findings,
            Recorded recorded,
            int piece) {
        this.database = database;
        this.book = book;
        this.watches = watches;
        this.matcher = matcher;
        this.findings = findings;
        this.recorded = recorded;
        this.piece = piece;
    }

    /** Changes what is in force; of a past that is long, from where the rest is to be taken in. */
    Backfill.@Nullable Place run() {
        var tenant = recorded.tenant();
        if (recorded.event() instanceof AlertSilenced silenced)
            silence(silenced.silenceId(), silenced.ruleId(), silenced.fingerprint(), silenced.until());
        if (recorded.event() instanceof RuleEvent event) change(tenant, event);
        return rest;
    }

    private void change(UUID tenant, RuleEvent event) {
        if (event instanceof RuleSaved saved) save(tenant, saved);
        if (event instanceof RuleEnabled) enable(tenant, event.ruleId());
        if (event instanceof RuleDisabled) {
            drop(tenant, event.ruleId());
            book.disable(tenant, event.ruleId(), recorded.position());
        }
        if (event instanceof RuleDeleted) {
            drop(tenant, event.ruleId());
            book.delete(tenant, event.ruleId());
        }
        if (event instanceof RuleSilenced silenced)
            silence(silenced.silenceId(), silenced.ruleId(), silenced.fingerprint(), silenced.until());
        if (event instanceof SilenceEnded ended) book.endSilence(tenant, ended.silenceId());
    }

    private void silence(UUID silenceId, UUID ruleId, @Nullable UUID fingerprint, Instant until) {
        var silence = new Silence(silenceId, ruleId, fingerprint, until);
        book.silence(recorded.tenant(), silence, recorded.recordedAt());
    }

    /** What watches for the same goes on; what watches for something else begins anew. */
    private void save(UUID tenant, RuleSaved saved) {
        var before = book.of(tenant).rules().rule(saved.ruleId());
        var isDisabled = before == null && book.find(tenant, saved.ruleId()).isPresent();
        if (before != null && before.text().watchesLike(saved.rule())) {
            book.save(tenant, saved, before.since());
            return;
        }
        drop(tenant, saved.ruleId());
        book.save(tenant, saved, recorded.position());
        if (!isDisabled) backfill(tenant, saved.ruleId());
    }

    private void enable(UUID tenant, UUID ruleId) {
        if (book.of(tenant).rules().rule(ruleId) != null) return;
        book.enable(tenant, ruleId, recorded.position());
        backfill(tenant, ruleId);
    }

    /** Of a rule that cannot be read the watches are forgotten, and its alerts stay open. */
    private void drop(UUID tenant, UUID ruleId) {
        var rule = book.of(tenant).rules().rule(ruleId);
        var dropped = watches.drop(tenant, ruleId);
        if (rule == null) return;
        for (var kept : dropped)
            findings.dropped(
                    rule, kept, recorded.recordedAt(), recorded.origin().correlation());
    }

    /** A rule over the entries of a journal takes them as they are; one over signals begins with the next. */
    private void backfill(UUID tenant, UUID ruleId) {
        var page = book.of(tenant);
        var rule = page.rules().rule(ruleId);
        if (rule != null && rule.text().condition() instanceof OverEntries)
            rest = fill(Backfill.Place.first(rule, recorded), recorded.recordedAt());
    }

    /** Takes in a piece of the past of a rule; from where to go on, if there is more. */
    Backfill.@Nullable Place fill(Backfill.Place from, Instant now) {
        var page = book.of(from.tenant());
        var rule = page.rules().rule(from.ruleId());
        if (rule == null) return null;
        try {
            return new Backfill(
                            database, watches, matcher, findings, book.broken(), rule, page.silences(), recorded, now)
                    .piece(from, piece);
        } catch (RuntimeException broken) {
            book.broken().passBy(rule, broken);
            return null;
        }
    }
}
