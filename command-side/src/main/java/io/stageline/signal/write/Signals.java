package io.stageline.signal.write;

import static java.util.Objects.requireNonNull;

import com.github.f4b6a3.uuid.UuidCreator;
import io.stageline.eventlog.Append.NewEvent;
import io.stageline.eventlog.EventLogs;
import io.stageline.eventlog.Firsts;
import io.stageline.eventlog.Firsts.First;
import io.stageline.eventlog.Firsts.Place;
import io.stageline.eventlog.Origin;
import io.stageline.events.Sealed;
import io.stageline.http.Caller;
import io.stageline.privacy.ContactKeys;
import io.stageline.privacy.MasterKey;
import io.stageline.privacy.TenantContact;
import io.stageline.privacy.TenantKeys;
import io.stageline.refusal.Code;
import io.stageline.refusal.Refusal;
import io.stageline.signal.events.SignalEvent.SignalReceived;
import io.stageline.signal.write.Repeats.Repeat;
import io.stageline.signal.write.SignalForm.Item;
import io.stageline.write.Workers;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.json.JsonMapper;

/** Records signals: each once by its source and its sender's id, with what may be personal in it sealed. */
@Component
public class Signals {
    /** The field of the event that is sealed. */
    public static final String BODY = "body";

    /** Clocks differ, but not by more than a time zone that was mistaken. */
    private static final Duration AHEAD = Duration.ofDays(1);

    private static final int MOST_CONTENT = 64_000;
    private static final Refusal TOO_LONG = Code.TOO_LARGE
            .because("the data of a signal has at most 64,000 characters")
            .at("/data");
    private static final Refusal ERASED =
            Code.CONTACT_ERASED.because("the contact was erased").at("/subject");
    private static final Refusal IN_THE_FUTURE =
            Code.INVALID.because("this is more than a day in the future").at("/occurredAt");

    private final EventLogs logs;
    private final Subjects subjects;
    private final ContactKeys contactKeys;
    private final TenantKeys tenantKeys;
    private final MasterKey master;
    private final Clock clock;
    private final ObjectWriter writer;
    private final Repeats repeats;
    private final Workers workers;

    Signals(
            EventLogs logs,
            Subjects subjects,
            ContactKeys contactKeys,
            MasterKey master,
            Clock clock,
            JsonMapper json,
            Workers workers) {
        this.logs = logs;
        this.subjects = subjects;
        this.contactKeys = contactKeys;
        this.tenantKeys = new TenantKeys(master);
        this.master = master;
        this.clock = clock;
        this.writer = json.writerFor(SignalContent.class);
        this.repeats = new Repeats(logs, new SignalContents(contactKeys, tenantKeys));
        this.workers = workers;
    }

    /** What became of an item: it stands in the log, since now or before (perhaps with other content), or it is refused. */
    record Verdict(
            Item item,
            @Nullable Place place,
            boolean differs,
            @Nullable Refusal refusal) {}

    /** An item on its way: refused, or with the event that it becomes. */
    private record Step(
            Item item, @Nullable First first, @Nullable Refusal refusal) {
        Repeat repeat() {
            return new Repeat(requireNonNull(first), requireNonNull(item.signal()));
        }
    }

    /** Records what can be recorded; a verdict for every item, in order. */
    CompletableFuture<List<Verdict>> record(List<Item> items, Caller caller, UUID correlation) {
        var names = items.stream()
                .map(Item::signal)
                .filter(Objects::nonNull)
                .map(Signal::subject)
                .filter(Objects::nonNull)
                .collect(Collectors.toSet());
        var known = subjects.of(caller, names);
        var now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        var steps = items.stream()
                .map(item -> step(item, caller.tenant(), known, now))
                .toList();
        var firsts = steps.stream().map(Step::first).filter(Objects::nonNull).toList();
        var origin = new Origin(caller.keyId(), UuidCreator.getTimeOrderedEpoch(), correlation);
        return firsts.isEmpty()
                ? CompletableFuture.completedFuture(verdicts(steps, List.of(), caller.tenant()))
                : logs.append(new Firsts(caller.tenant(), firsts, origin))
                        .thenApplyAsync(places -> verdicts(steps, places, caller.tenant()), workers);
    }

    private Step step(Item item, UUID tenant, Subjects.Known known, Instant now) {
        var signal = item.signal();
        if (signal == null) return new Step(item, null, item.refusal());
        var content = writer.writeValueAsString(signal.content());
        var about = signal.subject() == null ? null : known.ids().get(signal.subject());
        if (content.length() > MOST_CONTENT) return new Step(item, null, TOO_LONG);
        if (about != null && known.erased().contains(about)) return new Step(item, null, ERASED);
        if (signal.occurredAt() != null && signal.occurredAt().isAfter(now.plus(AHEAD)))
            return new Step(item, null, IN_THE_FUTURE);
        var stream = streamOf(tenant, signal.source(), signal.id());
        var isContact = about != null && known.contacts().contains(about);
        var body = about != null && isContact
                ? contactKeys.sealIfKnown(new TenantContact(tenant, about), stream, 1, BODY, content)
                : Optional.of(tenantKeys.seal(tenant, stream, 1, BODY, content));
        return body.map(box -> new Step(item, first(signal, stream, about, isContact, box, now), null))
                .orElse(new Step(item, null, ERASED)); // just now
    }

    private static First first(
            Signal signal, UUID stream, @Nullable UUID about, boolean isContact, Sealed body, Instant now) {
        var event = new SignalReceived(
                signal.source(),
                signal.type(),
                isContact ? about : null,
                isContact ? null : about,
                signal.value(),
                signal.occurredAt() == null ? now : signal.occurredAt(),
                body);
        return new First(stream, new NewEvent(UuidCreator.getTimeOrderedEpoch(), event));
    }

    /** The stream of a signal: two with the same source and id are one. */
    private UUID streamOf(UUID tenant, String source, String id) {
        return master.idOf(tenant, "signal", source + "\n" + id);
    }

    private List<Verdict> verdicts(List<Step> steps, List<Place> places, UUID tenant) {
        var taken = steps.stream().filter(step -> step.first != null).toList();
        var again = IntStream.range(0, places.size())
                .filter(n -> !places.get(n).isNew())
                .mapToObj(n -> taken.get(n).repeat())
                .toList();
        var differing = repeats.differing(tenant, again);
        var verdicts = new ArrayList<Verdict>(steps.size());
        var next = places.iterator();
        for (var step : steps)
            verdicts.add(
                    step.first == null
                            ? new Verdict(step.item, null, false, step.refusal)
                            : new Verdict(step.item, next.next(), differing.contains(step.first), null));
        return verdicts;
    }
}
