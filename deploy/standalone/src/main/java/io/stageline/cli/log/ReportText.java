package io.stageline.cli.log;

import io.stageline.eventlog.verify.Finding;
import io.stageline.eventlog.verify.Report;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A report for people, a line each finding, and for machines, one JSON object. */
final class ReportText {
    private static final JsonMapper JSON = new JsonMapper();

    private ReportText() {}

    static List<String> lines(Report report) {
        List<String> lines = new ArrayList<>();
        report.findings().forEach(finding -> lines.add(finding.toString()));
        long unlisted = report.found() - report.findings().size();
        if (unlisted > 0) lines.add("and %,d more".formatted(unlisted));
        report.counts().forEach((damage, count) -> lines.add("%,d × %s".formatted(count, damage.wire())));
        lines.add("%s: %,d events, %,d streams, %d log(s), %.1f s, %,d events/s"
                .formatted(
                        report.sound() ? "sound" : "NOT SOUND",
                        report.events(),
                        report.streams(),
                        report.logs().size(),
                        report.took().toMillis() / 1000.0,
                        report.eventsPerSecond()));
        return lines;
    }

    static String json(Report report) {
        ObjectNode json = JSON.createObjectNode().put("sound", report.sound());
        json.put("events", report.events()).put("streams", report.streams());
        json.put("millis", report.took().toMillis()).put("eventsPerSecond", report.eventsPerSecond());
        json.set("logs", JSON.valueToTree(report.logs()));
        json.put("found", report.found());
        ObjectNode counts = json.putObject("counts");
        report.counts().forEach((damage, count) -> counts.put(damage.wire(), count));
        var findings = json.putArray("findings");
        report.findings().forEach(finding -> findings.add(json(finding)));
        return JSON.writeValueAsString(json);
    }

    private static ObjectNode json(Finding finding) {
        ObjectNode json = JSON.createObjectNode().put("damage", finding.damage().wire());
        if (finding.log() != null) json.put("log", finding.log());
        if (finding.position() != null) json.put("position", finding.position());
        if (finding.stream() != null) json.put("stream", finding.stream().toString());
        return json.put("what", finding.what());
    }
}
