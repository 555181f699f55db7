package io.stageline.cli.replay;

import io.stageline.projection.parked.Letter;
import java.util.List;
import java.util.Locale;

/** What is said of a letter. The payload only of one that is shown alone; personal text in it is sealed. */
final class LetterText {
    private LetterText() {}

    static String line(Letter one) {
        return "%s  %s@%d  log %d position %,d  %s  %s%s, %s, since %s"
                .formatted(
                        one.id(),
                        one.projection(),
                        one.generation(),
                        one.log(),
                        one.position(),
                        one.type(),
                        cause(one),
                        one.error().isBlank() ? "" : " (" + one.error() + ")",
                        ReplayText.count(one.attempts(), "attempt"),
                        one.parkedAt());
    }

    static List<String> whole(Letter one) {
        var found = one.found();
        return List.of(
                line(one),
                "tenant %s, stream %s, version %d, event %s"
                        .formatted(one.tenant(), one.stream(), one.version(), one.eventId()),
                found == null ? "" : found.type() + " " + found.payload());
    }

    static String json(Letter one) {
        var json = ReplayJson.MAPPER
                .createObjectNode()
                .put("letterId", one.id().toString())
                .put("projection", one.projection())
                .put("generation", one.generation())
                .put("state", one.state().wire())
                .put("tenant", one.tenant().toString())
                .put("log", one.log())
                .put("position", one.position())
                .put("stream", one.stream().toString())
                .put("version", one.version())
                .put("eventId", one.eventId().toString())
                .put("type", one.type())
                .put("cause", cause(one))
                .put("error", one.error())
                .put("attempts", one.attempts())
                .put("parkedAt", one.parkedAt().toString());
        if (one.reason() != null) json.put("reason", one.reason());
        var found = one.found();
        if (found != null) json.putObject("found").put("type", found.type()).put("payload", found.payload());
        return ReplayJson.text(json);
    }

    private static String cause(Letter one) {
        return one.cause().name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
