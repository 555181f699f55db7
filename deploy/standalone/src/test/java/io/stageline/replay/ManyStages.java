package io.stageline.replay;

import io.stageline.whole.Client;
import java.util.ArrayList;
import java.util.List;

/** A journal with contacts that go through its stages again and again, written in batches. */
record ManyStages(Client client, String journal, List<String> contacts) {
    private static final String[] STAGES = {"MEET", "ASK", "GIVE"};

    static ManyStages of(Client client, int contacts) {
        var journal = client.journal("Many stages", STAGES);
        var lines = new ArrayList<String>();
        for (var n = 0; n < contacts; n++) {
            lines.add("{\"command\":\"add-contact\",\"externalId\":\"%1$d\",\"name\":\"Case %1$d\"}".formatted(n));
            lines.add("{\"command\":\"add-entry\",\"journalId\":\"%s\",\"externalId\":\"%d\"}".formatted(journal, n));
        }
        var answered = client.batch(lines);
        var ids = answered.text()
                .lines()
                .map(line -> line.replaceAll(".*\"contactId\":\"([^\"]*)\".*", "$1"))
                .distinct()
                .toList();
        return new ManyStages(client, journal, ids);
    }

    /** Every contact does every stage so many times. */
    ManyStages goOn(int rounds) {
        for (var round = 0; round < rounds; round++) {
            var lines = new ArrayList<String>();
            for (var stage : STAGES)
                for (var contact : contacts)
                    lines.add(
                            "{\"command\":\"record-stage\",\"journalId\":\"%s\",\"contactId\":\"%s\",\"stage\":\"%s\",\"occurredAt\":\"2026-03-01T12:00:00Z\"}"
                                    .formatted(journal, contact, stage));
            if (client.batch(lines).status() != 200) throw new AssertionError("the batch was refused");
        }
        return this;
    }

    String entry(int contact) {
        return "/v1/journals/" + journal + "/entries/" + contacts.get(contact);
    }

    String grid() {
        return "/v1/journals/" + journal + "/grid?limit=500";
    }
}
