package io.stageline.whole;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;

/** Somebody who works on a journal at random: does everything that changes its grid, and erases nobody. */
final class Colleague {
    private static final List<String> STAGES = List.of("CONTACT", "MEET", "ASK", "DECISION", "THANK", "NEXT_STEPS");
    private static final List<String> STATUSES = List.of("PLEDGED", "DECLINED", "PAUSED");
    private static final int DAYS = 100;
    private static final String ANY_VERSION = "*";

    /** What happened then, or whole days before, is half a day away from being a day older. */
    private static final Instant HALF_A_DAY_AGO =
            Instant.now().truncatedTo(ChronoUnit.SECONDS).minus(Duration.ofHours(12));

    private final Client client;
    private final String journal;
    private final List<String> contacts;
    private final Random random;
    private final List<String> events = new ArrayList<>();
    private final List<String> decisions = new ArrayList<>();

    Colleague(Client client, String journal, List<String> contacts, Random random) {
        this.client = client;
        this.journal = "/v1/journals/" + journal;
        this.contacts = contacts;
        this.random = random;
    }

    /** Does one thing more; what others have made impossible meanwhile is refused. */
    void work() {
        var contact = contacts.get(random.nextInt(contacts.size()));
        var entry = journal + "/entries/" + contact;
        switch (random.nextInt(12)) {
            case 0, 1, 2, 3 ->
                done(client.post(entry + "/stages", stage()), event -> events.add(entry + "/stages/" + event));
            case 4, 5 ->
                done(client.put(entry + "/decision", decision()), event -> decisions.add(entry + "/decision/" + event));
            case 6 -> corrected(events, "/withdraw", "{}");
            case 7 -> corrected(decisions, "/correct", decision());
            case 8 -> done(client.delete(entry), event -> {});
            case 9 -> done(client.put(entry, "{}"), event -> {});
            case 10 -> done(client.patch("/v1/contacts/" + contact, named("called ")), event -> {});
            default -> done(client.patch(journal, layout()), event -> {});
        }
    }

    private void corrected(List<String> those, String how, String body) {
        if (those.isEmpty()) return;
        var one = those.get(random.nextInt(those.size()));
        done(client.post(one + how, body, "If-Match", ANY_VERSION), event -> {});
    }

    private static void done(Answer answer, Consumer<String> learn) {
        if (answer.status() >= 500) throw new AssertionError(answer.text());
        if (answer.status() < 300) learn.accept(answer.at("/eventId"));
    }

    private String stage() {
        var at = HALF_A_DAY_AGO.minus(Duration.ofDays(random.nextInt(DAYS)));
        return "{\"stage\":\"%s\",\"occurredAt\":\"%s\"}".formatted(any(STAGES), at);
    }

    private String decision() {
        return "{\"status\":\"%s\",\"amount\":\"%d.50\",\"currency\":\"EUR\",\"cadence\":\"MONTHLY\",\"reason\":\"so\"}"
                .formatted(any(STATUSES), random.nextInt(900));
    }

    private String layout() {
        if (random.nextBoolean()) return "{\"rotDays\":{\"%s\":%d}}".formatted(any(STAGES), 1 + random.nextInt(DAYS));
        var stages = new ArrayList<>(STAGES);
        Collections.shuffle(stages, random);
        return random.nextBoolean() ? named("Journal ") : "{\"stages\":[\"" + String.join("\",\"", stages) + "\"]}";
    }

    private String named(String name) {
        return "{\"name\":\"" + name + random.nextInt(100) + "\"}";
    }

    private String any(List<String> words) {
        return words.get(random.nextInt(words.size()));
    }
}
