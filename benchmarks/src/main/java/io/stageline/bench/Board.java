package io.stageline.bench;

import io.stageline.bench.load.EntryWriter.Target;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A journal with its entries, made through the API. */
final class Board {
    private static final Pattern ID = Pattern.compile("\"journalId\"\\s*:\\s*\"([^\"]+)\"");
    private static final Pattern ADDED = Pattern.compile("\"contactId\"\\s*:\\s*\"([^\"]+)\"");
    private static final int AT_ONCE = 500;

    private final HttpClient http = HttpClient.newHttpClient();
    private final Product product;
    private final UUID journal;

    Board(Product product) throws IOException, InterruptedException {
        this.product = product;
        var made = post("journals", "application/json", "{\"name\":\"bench " + UUID.randomUUID() + "\"}");
        var id = ID.matcher(made);
        if (!id.find()) throw new IOException("no journal: " + made);
        journal = UUID.fromString(id.group(1));
    }

    UUID journal() {
        return journal;
    }

    /** Adds contacts with their entries, all at version 1. */
    List<Target> entries(int count) throws IOException, InterruptedException {
        var targets = new ArrayList<Target>(count);
        while (targets.size() < count) targets.addAll(add(Math.min(AT_ONCE, count - targets.size())));
        return targets;
    }

    private List<Target> add(int count) throws IOException, InterruptedException {
        var lines = IntStream.range(0, count).mapToObj(n -> lines()).collect(Collectors.joining());
        var answer = post("batch", "application/x-ndjson", lines);
        if (answer.contains("refused")) throw new IOException("refused: " + answer);
        return ADDED.matcher(answer)
                .results()
                .map(found -> found.group(1))
                .distinct()
                .map(contact -> new Target(journal, UUID.fromString(contact), 1))
                .toList();
    }

    private String lines() {
        var name = UUID.randomUUID();
        return """
                {"command":"add-contact","externalId":"%s","name":"Somebody"}
                {"command":"add-entry","journalId":"%s","externalId":"%s"}
                """.formatted(name, journal, name);
    }

    private String post(String path, String type, String body) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + product.address().getPort() + "/v1/" + path))
                .header("Authorization", "Bearer " + product.key())
                .header("Content-Type", type)
                .POST(BodyPublishers.ofString(body))
                .build();
        var answer = http.send(request, BodyHandlers.ofString());
        if (answer.statusCode() >= 300) throw new IOException(answer.statusCode() + ": " + answer.body());
        return answer.body();
    }
}
