package io.stageline.whole;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** Everything that clients may ask for, at random from a seed: unusual, late, repeated, taken back and erased. */
final class RandomLoad {
    /** Noon, so that no day ends while answers are compared; few days, so that events fall together. */
    private static final Instant NOON = Instant.parse("2021-03-01T12:00:00Z");

    private static final int DAYS = 40;
    private static final List<String> STAGES = List.of("CONTACT", "MEET", "ASK", "DECISION", "THANK", "NEXT_STEPS");
    private static final List<String> STATUSES = List.of("PLEDGED", "DECLINED", "PAUSED");

    private final Client client;
    private final Random random;
    private final List<String> journals = new ArrayList<>();
    private final List<String> contacts = new ArrayList<>();

    RandomLoad(Client client, long seed) {
        this.client = client;
        this.random = new Random(seed);
    }

    /** Sends so many requests; each is answered with success or with a refusal that names its reason. */
    void send(int requests) {
        for (var i = 0; i < 3; i++) journals.add(client.journal("Journal " + i));
        for (var i = 0; i < 25; i++) addContact(i);
        for (var i = 0; i < requests; i++) {
            var answer = next(i);
            assertThat(answer.status()).as(answer.text()).isLessThan(500);
        }
        client.post("/v1/journals/" + journals.get(2) + "/archive", "");
    }

    private void addContact(int number) {
        var body = "{\"name\":\"Contact %d\",\"email\":\"c%d@example.org\",\"externalId\":\"x-%d\"}"
                .formatted(number, number, number);
        contacts.add(client.post("/v1/contacts", body).at("/contactId"));
        for (var journal : journals) if (random.nextInt(3) > 0) client.put(entry(journal, number), "{}");
    }

    private Answer next(int number) {
        var choice = random.nextInt(100);
        if (choice < 40) return client.post(anyEntry() + "/stages", stage(number));
        if (choice < 60) return client.put(anyEntry() + "/decision", decision());
        if (choice < 75) return client.batch(lines(number));
        if (choice < 82) return client.delete(anyEntry());
        if (choice < 90) return client.put(anyEntry(), "{}");
        if (choice < 96)
            return client.patch(
                    anyContact(), "{\"name\":\"Renamed %d\",\"phone\":\"+49 30 %d\"}".formatted(number, number));
        if (choice < 98)
            return client.patch("/v1/journals/" + any(journals), "{\"name\":\"Journal called %d\"}".formatted(number));
        return client.delete(anyContact());
    }

    private String stage(int number) {
        var note = random.nextInt(3) == 0 ? ",\"note\":\"note %d\"".formatted(number) : "";
        return "{\"stage\":\"%s\",\"occurredAt\":\"%s\"%s}".formatted(any(STAGES), time(), note);
    }

    private String decision() {
        var reason = random.nextBoolean() ? ",\"reason\":\"because\"" : "";
        var amount = random.nextBoolean()
                ? ",\"amount\":\"%d.50\",\"currency\":\"EUR\",\"cadence\":\"MONTHLY\"".formatted(random.nextInt(900))
                : "";
        return "{\"status\":\"%s\",\"occurredAt\":\"%s\"%s%s}".formatted(any(STATUSES), time(), amount, reason);
    }

    /** Mixed commands to few contacts; ids come again, sometimes with the same fact and sometimes with another. */
    private List<String> lines(int number) {
        var lines = new ArrayList<String>();
        for (var i : IntStream.range(0, 12).toArray()) {
            var about = "\"journalId\":\"%s\",\"externalId\":\"x-%d\"".formatted(any(journals), random.nextInt(30));
            var fact = "\"id\":\"%d\",\"occurredAt\":\"%s\"".formatted(random.nextInt(60), time());
            lines.add(
                    switch (random.nextInt(6)) {
                        case 0 ->
                            "{\"command\":\"add-contact\",\"externalId\":\"x-%d\",\"name\":\"From batch %d\"}"
                                    .formatted(random.nextInt(30), number * 100 + i);
                        case 1 -> "{\"command\":\"add-entry\",%s}".formatted(about);
                        case 2 ->
                            "{\"command\":\"take-decision\",%s,%s,\"status\":\"%s\",\"reason\":\"batch\"}"
                                    .formatted(about, fact, any(STATUSES));
                        default ->
                            "{\"command\":\"record-stage\",%s,%s,\"stage\":\"%s\"}".formatted(about, fact, any(STAGES));
                    });
        }
        return lines;
    }

    private Instant time() {
        return NOON.plus(Duration.ofDays(random.nextInt(DAYS)));
    }

    private String anyEntry() {
        return entry(any(journals), random.nextInt(contacts.size()));
    }

    private String anyContact() {
        return "/v1/contacts/" + any(contacts);
    }

    private String entry(String journal, int contact) {
        return "/v1/journals/" + journal + "/entries/" + contacts.get(contact);
    }

    private String any(List<String> some) {
        return some.get(random.nextInt(some.size()));
    }
}
