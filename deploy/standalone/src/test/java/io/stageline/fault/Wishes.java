package io.stageline.fault;

import static io.stageline.fault.Customer.any;

import com.github.f4b6a3.uuid.UuidCreator;
import io.stageline.fault.BatchLines.Line;
import io.stageline.fault.Customer.Fact;
import io.stageline.fault.Wish.Events;
import io.stageline.fault.Wish.Learned;
import io.stageline.whole.Answer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Everything that clients may ask for, at random: unusual, late, conditional, in batches, repeated, corrected, withdrawn, taken back, erased. */
record Wishes(Customer customer) {
    /** Noon, so that no day ends while answers are compared; few days, so that events fall together. */
    private static final Instant NOON = Instant.parse("2021-03-01T12:00:00Z");

    private static final int DAYS = 40;
    private static final int LINES = 8;
    private static final int FEW = 20;
    private static final int ENOUGH = 50;
    private static final List<String> STAGES = List.of("CONTACT", "MEET", "ASK", "DECISION", "THANK", "NEXT_STEPS");
    private static final List<String> STATUSES = List.of("PLEDGED", "DECLINED", "PAUSED");

    Wish next(Random random) {
        var choice = random.nextInt(100);
        if (choice < 30) return stage(random, null);
        if (choice < 46) return decision(random);
        if (choice < 54) return stageIfMatch(random);
        if (choice < 66) return batch(random);
        if (choice < 68) return correction(random);
        if (choice < 70) return withdrawal(random);
        if (choice < 72) return wish("DELETE", customer.anyEntry(random), null, null, Wish.oneIfCreated());
        if (choice < 84) return entry(customer.anyEntry(random));
        if (choice < 90) return customer.contacts().size() < ENOUGH ? contact() : decision(random);
        if (choice < 94) return rename("/v1/contacts/" + any(customer.contacts(), random), "Renamed");
        if (choice < 96) return rename("/v1/journals/" + any(customer.journals(), random), "Journal called");
        if (choice < 97) return erasure(random);
        return choice < 99 ? nonsense(random) : keyUsedAgain(random);
    }

    Wish journal() {
        return wish(
                "POST",
                "/v1/journals",
                "{\"name\":\"Journal %d\"}".formatted(number()),
                null,
                Wish.exactly(1),
                answer -> customer.journals().add(answer.at("/journalId")));
    }

    Wish contact() {
        var number = number();
        var body = "{\"name\":\"Contact %1$d\",\"email\":\"c%1$d@example.org\",\"externalId\":\"x-%1$d\"}"
                .formatted(number);
        return wish("POST", "/v1/contacts", body, null, Wish.exactly(1), answer -> customer.contacts()
                .add(answer.at("/contactId")));
    }

    Wish entry(String path) {
        return wish("PUT", path, "{}", null, Wish.oneIfCreated());
    }

    private Wish stage(Random random, @Nullable Long ifMatch) {
        return stage(random, customer.anyEntry(random), ifMatch);
    }

    private Wish stage(Random random, String entry, @Nullable Long ifMatch) {
        var note = random.nextInt(3) == 0 ? ",\"note\":\"note %d\"".formatted(number()) : "";
        var body = "{\"stage\":\"%s\",\"occurredAt\":\"%s\"%s}".formatted(any(STAGES, random), time(random), note);
        return wish("POST", entry + "/stages", body, ifMatch, Wish.exactly(1), answer -> {
            customer.versions().put(entry, answer.number("/version"));
            customer.stages().add(fact(entry, answer));
        });
    }

    private Wish stageIfMatch(Random random) {
        var known = new ArrayList<>(customer.versions().keySet());
        if (known.isEmpty()) return stage(random, null);
        var entry = any(known, random);
        return stage(random, entry, customer.versions().get(entry));
    }

    private Wish decision(Random random) {
        var entry = customer.anyEntry(random);
        var reason = random.nextBoolean() ? ",\"reason\":\"because\"" : "";
        var amount = random.nextBoolean()
                ? ",\"amount\":\"%d.50\",\"currency\":\"EUR\",\"cadence\":\"MONTHLY\"".formatted(random.nextInt(900))
                : "";
        var body = "{\"status\":\"%s\",\"occurredAt\":\"%s\"%s%s}"
                .formatted(any(STATUSES, random), time(random), amount, reason);
        return wish("PUT", entry + "/decision", body, null, Wish.exactly(2), answer -> {
            customer.versions().put(entry, answer.number("/version"));
            customer.decisions().add(fact(entry, answer));
        });
    }

    private static Fact fact(String entry, Answer answer) {
        return new Fact(entry, answer.at("/eventId"), answer.number("/version"));
    }

    /** Each stage event is withdrawn by one wish at most, so that a success is one event. */
    private Wish withdrawal(Random random) {
        var stage = customer.stages().taken(random);
        if (stage == null) return stage(random, null);
        var body = random.nextBoolean() ? "{}" : "{\"reason\":\"the wrong one %d\"}".formatted(number());
        return seeing(stage, stage.entry() + "/stages/" + stage.eventId() + "/withdraw", body, random);
    }

    private Wish correction(Random random) {
        if (customer.decisions().isEmpty()) return decision(random);
        var decision = customer.decisions().any(random);
        var body = "{\"status\":\"%s\",\"reason\":\"misheard %d\"}".formatted(any(STATUSES, random), number());
        return seeing(decision, decision.entry() + "/decision/" + decision.eventId() + "/correct", body, random);
    }

    /** With the newest version that is known, with the one of the fact itself, which is often too old, or blindly. */
    private Wish seeing(Fact fact, String path, String body, Random random) {
        var newest = customer.versions().getOrDefault(fact.entry(), fact.version());
        var seen = random.nextInt(8) == 0 ? null : random.nextInt(3) == 0 ? fact.version() : newest;
        var events = Wish.exactly(seen == null ? 0 : 1);
        return wish("POST", path, body, seen, events, answer -> customer.versions()
                .put(fact.entry(), answer.number("/version")));
    }

    private Wish batch(Random random) {
        var lines = new ArrayList<Line>();
        var settled = customer.settledLines();
        for (var i = 0; i < LINES; i++)
            lines.add(
                    random.nextInt(6) == 0 && !settled.isEmpty()
                            ? settled.any(random).again()
                            : line(random));
        var batch = new BatchLines(lines);
        return wish("POST", "/v1/batch", batch.body(), null, batch::promisedBy, answer -> batch.granted(answer)
                .forEach(settled::add));
    }

    private Line line(Random random) {
        var about = "\"journalId\":\"%s\",\"contactId\":\"%s\",\"id\":\"%d\",\"occurredAt\":\"%s\""
                .formatted(any(customer.journals(), random), any(customer.contacts(), random), number(), time(random));
        return random.nextInt(3) == 0
                ? new Line(
                        "{\"command\":\"take-decision\",%s,\"status\":\"%s\"}".formatted(about, any(STATUSES, random)),
                        2)
                : new Line(
                        "{\"command\":\"record-stage\",%s,\"stage\":\"%s\"}".formatted(about, any(STAGES, random)), 1);
    }

    private Wish rename(String path, String name) {
        return wish("PATCH", path, "{\"name\":\"%s %d\"}".formatted(name, number()), null, Wish.exactly(1));
    }

    /** A few contacts stay, so that there is always somebody to write about. */
    private Wish erasure(Random random) {
        if (customer.contacts().size() < FEW) return contact();
        var contact = any(customer.contacts(), random);
        return wish("DELETE", "/v1/contacts/" + contact, null, null, Wish.exactly(1), answer -> customer.contacts()
                .remove(contact));
    }

    private Wish nonsense(Random random) {
        return wish("POST", customer.anyEntry(random) + "/stages", "{\"stage\":\"NOWHERE\"}", null, Wish.exactly(0));
    }

    private Wish keyUsedAgain(Random random) {
        if (customer.settledKeys().isEmpty()) return contact();
        var other = contact();
        return new Wish(
                other.id(),
                customer,
                customer.settledKeys().any(random),
                other.method(),
                other.path(),
                other.body(),
                null,
                Wish.exactly(0),
                answer -> {});
    }

    private Wish wish(String method, String path, @Nullable String body, @Nullable Long ifMatch, Events events) {
        return wish(method, path, body, ifMatch, events, answer -> {});
    }

    private Wish wish(
            String method, String path, @Nullable String body, @Nullable Long ifMatch, Events events, Learned learned) {
        var id = UuidCreator.getTimeOrderedEpoch();
        return new Wish(id, customer, "key-" + id, method, path, body, ifMatch, events, learned);
    }

    private int number() {
        return customer.nextNumber();
    }

    private static Instant time(Random random) {
        return NOON.plus(Duration.ofDays(random.nextInt(DAYS)));
    }
}
