package io.stageline.bench;

import io.stageline.bench.load.EntryWriter.Target;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A journal with its entries, made through the API. */
public final class Board {
    private static final Pattern ID = Pattern.compile("\"journalId\"\\s*:\\s*\"([^\"]+)\"");
    private static final Pattern ADDED = Pattern.compile("\"contactId\"\\s*:\\s*\"([^\"]+)\"");
    private static final int AT_ONCE = 500;

    private final Api api;
    private final UUID journal;

    /** A journal with the stages that every journal has. */
    public Board(InetSocketAddress server, String key) {
        this(server, key, "");
    }

    /** A journal with stages of its own. */
    public Board(InetSocketAddress server, String key, List<String> stages) {
        this(server, key, ",\"stages\":[\"" + String.join("\",\"", stages) + "\"]");
    }

    private Board(InetSocketAddress server, String key, String further) {
        api = new Api(server, key);
        var name = "bench " + UUID.randomUUID();
        var made = api.post("/v1/journals", "application/json", "{\"name\":\"" + name + "\"" + further + "}");
        var id = ID.matcher(made);
        if (!id.find()) throw new IllegalStateException("no journal: " + made);
        journal = UUID.fromString(id.group(1));
    }

    public UUID journal() {
        return journal;
    }

    /** Adds contacts with their entries, all at version 1. */
    public List<Target> entries(int count) {
        var targets = new ArrayList<Target>(count);
        while (targets.size() < count) targets.addAll(add(Math.min(AT_ONCE, count - targets.size())));
        return targets;
    }

    private List<Target> add(int count) {
        var lines = IntStream.range(0, count).mapToObj(n -> lines()).collect(Collectors.joining());
        return ADDED.matcher(send(lines))
                .results()
                .map(found -> found.group(1))
                .distinct()
                .map(contact -> new Target(journal, UUID.fromString(contact), 1))
                .toList();
    }

    /** Records every one of the stages for every one of the entries. */
    public void record(List<Target> entries, List<String> stages) {
        for (var stage : stages)
            send(entries.stream().map(entry -> line(entry, stage)).collect(Collectors.joining()));
    }

    private String line(Target entry, String stage) {
        return """
                {"command":"record-stage","journalId":"%s","contactId":"%s","stage":"%s"}
                """.formatted(journal, entry.contact(), stage);
    }

    private String send(String lines) {
        var answer = api.post("/v1/batch", "application/x-ndjson", lines);
        if (answer.contains("\"refused\"")) throw new IllegalStateException("refused: " + answer);
        return answer;
    }

    private String lines() {
        var name = UUID.randomUUID();
        return """
                {"command":"add-contact","externalId":"%s","name":"Somebody"}
                {"command":"add-entry","journalId":"%s","externalId":"%s"}
                """.formatted(name, journal, name);
    }

    /** Waits until the read models show all that is in the log. */
    public void settle(long head) {
        api.awaitPosition(journal.toString(), head);
    }
}
