package io.stageline.projection;

import static java.util.Objects.requireNonNull;

import io.stageline.alert.events.AlertEvent;
import io.stageline.alert.events.AlertEvent.AlertAcknowledged;
import io.stageline.alert.events.AlertEvent.AlertResolved;
import io.stageline.alert.events.AlertEvent.AlertResolved.Why;
import io.stageline.alert.events.RuleEvent;
import io.stageline.alert.events.RuleEvent.RuleSaved;
import io.stageline.contact.events.ContactEvent;
import io.stageline.contact.events.ContactEvent.ContactAdded;
import io.stageline.contact.events.ContactEvent.ContactChanged;
import io.stageline.contact.events.ContactEvent.ContactErased;
import io.stageline.eventlog.Origin;
import io.stageline.eventlog.Recorded;
import io.stageline.eventlog.StreamKey;
import io.stageline.events.Sealed;
import io.stageline.journal.events.EntryEvent;
import io.stageline.journal.events.EntryEvent.DecisionCorrected;
import io.stageline.journal.events.EntryEvent.DecisionTaken;
import io.stageline.journal.events.EntryEvent.EntryAdded;
import io.stageline.journal.events.EntryEvent.EntryRemoved;
import io.stageline.journal.events.EntryEvent.StageRecorded;
import io.stageline.journal.events.EntryEvent.StageWithdrawn;
import io.stageline.journal.events.JournalEvent;
import io.stageline.journal.events.JournalEvent.JournalCreated;
import io.stageline.journal.events.StagePath;
import io.stageline.journal.events.StageWarning;
import io.stageline.privacy.TenantContact;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Events as the log would keep them, told one after the other. */
public final class Story {
    public static final UUID ACTOR = id("actor");
    public static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private static final List<String> STAGES = List.of("CONTACT", "MEET", "ASK", "DECISION");

    private final TestReadModels models;
    private final UUID tenant;
    private final List<Recorded> events;
    private final Map<StreamKey, Long> versions;
    private final Set<TenantContact> erased;
    private final AtomicLong clock;

    public Story(TestReadModels models, UUID tenant) {
        this(models, tenant, new ArrayList<>(), new HashMap<>(), new HashSet<>(), new AtomicLong());
    }

    private Story(
            TestReadModels models,
            UUID tenant,
            List<Recorded> events,
            Map<StreamKey, Long> versions,
            Set<TenantContact> erased,
            AtomicLong clock) {
        this.models = models;
        this.tenant = tenant;
        this.events = events;
        this.versions = versions;
        this.erased = erased;
        this.clock = clock;
    }

    /** The same story, told on about another tenant. */
    public Story of(UUID other) {
        return new Story(models, other, events, versions, erased, clock);
    }

    public static UUID id(String name) {
        return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8));
    }

    public static Instant day(int day) {
        return START.plusSeconds(day * 86_400L);
    }

    public List<Recorded> events() {
        return List.copyOf(events);
    }

    public Story journal(String name) {
        return tell(new JournalCreated(id(name), name, STAGES, List.of("PLEDGED", "DECLINED")));
    }

    public Story contact(String name, String email) {
        models.createKey(new TenantContact(tenant, id(name)));
        var sealed = seal(name, id(name), "name", name);
        return tell(new ContactAdded(id(name), sealed, seal(name, id(name), "email", email), null, null));
    }

    public Story renamed(String contact, String name) {
        return tell(new ContactChanged(id(contact), seal(contact, id(contact), "name", name), null, null));
    }

    public Story erased(String contact) {
        erased.add(new TenantContact(tenant, id(contact)));
        return tell(new ContactErased(id(contact)));
    }

    /** From now on, what was sealed for erased contacts can no longer be read. */
    public void destroyKeysOfErased() {
        erased.forEach(models::destroyKey);
    }

    public Story added(String journal, String contact) {
        return tell(new EntryAdded(id(journal), id(contact)));
    }

    public Story removed(String journal, String contact) {
        return tell(new EntryRemoved(id(journal), id(contact)));
    }

    public Story stage(String journal, String contact, String stage, Instant at, StageWarning... warnings) {
        return stage(journal, contact, stage, at, null, warnings);
    }

    public Story stage(
            String journal, String contact, String stage, Instant at, @Nullable String note, StageWarning... warnings) {
        var sealed = note == null ? null : seal(contact, entry(journal, contact), "note", note);
        var eventId = id("event " + events.size());
        return tell(new StageRecorded(id(journal), id(contact), eventId, stage, at, sealed, List.of(warnings)));
    }

    public Story decided(String journal, String contact, String status, @Nullable String amount, String reason) {
        return tell(new DecisionTaken(
                id(journal),
                id(contact),
                id("event " + (events.size() - 1)),
                status,
                amount == null ? null : new BigDecimal(amount),
                amount == null ? null : "EUR",
                "MONTHLY",
                LocalDate.of(2026, 2, 1),
                seal(contact, entry(journal, contact), "reason", reason)));
    }

    /** The stage event is taken back; the path is that of those that remain. */
    public Story withdrawn(String journal, String contact, UUID stageEvent, String reason) {
        var path = StagePath.NONE;
        StageRecorded wrong = null;
        for (var known : stagesOf(journal, contact)) {
            var event = (StageRecorded) known.event();
            if (event.eventId().equals(stageEvent)) wrong = event;
            else if (!isWithdrawn(event)) path = path.after(event, known.version());
        }
        var withdrawn = requireNonNull(wrong);
        return tell(new StageWithdrawn(
                id(journal),
                id(contact),
                stageEvent,
                withdrawn.stage(),
                withdrawn.occurredAt(),
                path,
                seal(contact, entry(journal, contact), "reason", reason)));
    }

    public Story corrected(String journal, String contact, UUID decision, String status, @Nullable String amount) {
        return tell(new DecisionCorrected(
                id(journal),
                id(contact),
                decision,
                status,
                amount == null ? null : new BigDecimal(amount),
                amount == null ? null : "EUR",
                "YEARLY",
                LocalDate.of(2026, 3, 1),
                seal(contact, entry(journal, contact), "reason", "a slip of the pen")));
    }

    /** The events of an entry that recorded a stage, also those that are withdrawn. */
    public List<Recorded> stagesOf(String journal, String contact) {
        return eventsOf(StageRecorded.class, journal, contact);
    }

    /** The events of that type in an entry's stream. */
    public List<Recorded> eventsOf(Class<?> type, String journal, String contact) {
        var stream = entry(journal, contact);
        return events.stream()
                .filter(known -> known.stream().equals(stream) && type.isInstance(known.event()))
                .toList();
    }

    public boolean isWithdrawn(StageRecorded event) {
        return events.stream()
                .anyMatch(known -> known.event() instanceof StageWithdrawn withdrawal
                        && withdrawal.stageEventId().equals(event.eventId()));
    }

    /** A rule of the tenant; another one of the same name is its next revision. */
    public Story rule(String name) {
        var revision =
                versions.getOrDefault(new StreamKey(tenant, id(name)), 0L).intValue() + 1;
        return tell(new RuleSaved(id(name), revision, Alarms.rule(name)));
    }

    /** An alert about a contact, in a journal or in all that it is in. */
    public Story raised(String alert, String rule, String contact, @Nullable String journal) {
        var subject = seal(contact, id(alert), "subject", contact);
        return tell(Alarms.raised(id(alert), id(rule), id(contact), journal == null ? null : id(journal), subject));
    }

    public Story acknowledged(String alert, String contact) {
        return tell(new AlertAcknowledged(id(alert), ACTOR, seal(contact, id(alert), "note", "I call " + contact)));
    }

    public Story resolved(String alert) {
        return tell(new AlertResolved(id(alert), day(9), Why.CALMED, Alarms.EVIDENCE));
    }

    /** Moves the clock of the log by so many seconds, also backward. */
    public Story clock(long seconds) {
        clock.addAndGet(seconds);
        return this;
    }

    public Story tell(Object event) {
        var position = events.size() + 1;
        var stream = streamOf(event, position);
        var version = versions.merge(new StreamKey(tenant, stream), 1L, Long::sum);
        var origin = new Origin(ACTOR, id("causation"), id("correlation"));
        var at = START.plusSeconds(position + clock.get());
        events.add(new Recorded(position, tenant, stream, version, id("recorded " + position), event, at, origin));
        return this;
    }

    private static UUID streamOf(Object event, int position) {
        if (event instanceof JournalEvent journal) return journal.journalId();
        if (event instanceof RuleEvent rule) return rule.ruleId();
        if (event instanceof AlertEvent alert) return alert.alertId();
        if (event instanceof ContactEvent contact) return contact.contactId();
        if (event instanceof EntryEvent entry) return entry(entry.journalId(), entry.contactId());
        return id("alone at " + position);
    }

    private static UUID entry(String journal, String contact) {
        return entry(id(journal), id(contact));
    }

    private static UUID entry(UUID journal, UUID contact) {
        return id(journal + " " + contact);
    }

    private Sealed seal(String contact, UUID stream, String field, String text) {
        var version = versions.getOrDefault(new StreamKey(tenant, stream), 0L) + 1;
        return models.seal(new TenantContact(tenant, id(contact)), stream, version, field, text);
    }
}
