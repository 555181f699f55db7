package io.stageline.cli;

import tools.jackson.databind.JsonNode;

/** What a rule would have raised, as a table for people. */
final class BacktestText {
    private static final String ROW = "%-24s  %-24s  %-36s  %s";

    private BacktestText() {}

    static void print(JsonNode answer, Console console) {
        var alerts = answer.path("wouldFire");
        if (!alerts.isEmpty()) console.say(ROW, "raised", "over", "about", "because");
        for (var alert : alerts)
            console.say(
                    ROW,
                    alert.path("at").asString(""),
                    alert.path("resolvedAt").asString("-"),
                    about(alert),
                    alert.at("/evidence/because").asString(""));
        var total = answer.path("total").asLong();
        if (total > alerts.size()) console.say("… and %,d more", total - alerts.size());
        days(answer.path("byDay"), console);
        console.say("%,d alerts over %,d events", total, answer.path("events").asLong());
        if (answer.path("unevaluated").asLong() > 0)
            console.say(
                    "%,d inputs could not be evaluated",
                    answer.path("unevaluated").asLong());
        compared(answer.path("compared"), console);
        effect(answer.path("effect"), console);
    }

    private static String about(JsonNode alert) {
        for (var name : new String[] {"contactId", "subjectId", "journalId"})
            if (alert.path(name).isString()) return alert.path(name).asString();
        return alert.path("fingerprint").asString("");
    }

    private static void days(JsonNode days, Console console) {
        if (days.size() < 2) return;
        console.say("");
        days.properties()
                .forEach(day ->
                        console.say("%s  %,6d", day.getKey(), day.getValue().asLong()));
    }

    private static void compared(JsonNode compared, Console console) {
        if (!compared.isObject()) return;
        console.say(
                "Raised in fact: %,d of these; %,d others; %,d of these never",
                number(compared, "both"), number(compared, "onlyLive"), number(compared, "onlyBacktest"));
    }

    private static void effect(JsonNode effect, Console console) {
        if (!effect.isObject()) return;
        console.say(
                "Instead of %,d alerts %,d: %,d added, %,d gone",
                number(effect, "now"), number(effect, "proposed"), number(effect, "added"), number(effect, "gone"));
    }

    private static long number(JsonNode node, String name) {
        return node.path(name).asLong();
    }
}
