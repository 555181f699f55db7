package io.stageline.cli.nab;

import java.util.List;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The outcomes for machines: one JSON object. */
final class NabJson {
    private static final JsonMapper JSON = new JsonMapper();
    private static final int CURVE_POINTS = 200;

    private NabJson() {}

    static String of(List<Series> series, List<Outcome> outcomes, boolean curve) {
        ObjectNode json = JSON.createObjectNode();
        json.put("series", series.size()).put("rows", Series.rows(series));
        var detectors = json.putArray("detectors");
        outcomes.forEach(outcome -> detectors.add(detector(outcome, curve)));
        return JSON.writeValueAsString(json);
    }

    private static ObjectNode detector(Outcome outcome, boolean curve) {
        ObjectNode json =
                JSON.createObjectNode().put("detector", outcome.method().wire());
        for (Profile profile : Profile.values()) json.set(profile.wire(), profile(outcome, profile));
        ObjectNode groups = json.putObject("groups");
        for (String group : Scored.groups(outcome.corpus()))
            groups.set(group, part(outcome, Scored.only(outcome.corpus(), group)));
        ObjectNode files = json.putObject("files");
        for (Scored file : outcome.corpus()) files.set(file.series().name(), part(outcome, List.of(file)));
        if (curve) curve(outcome, json);
        return json;
    }

    private static ObjectNode profile(Outcome outcome, Profile profile) {
        return JSON.createObjectNode()
                .put("threshold", outcome.threshold(profile))
                .put("score", outcome.score(profile))
                .put("scoreAtFixedThreshold", outcome.score(profile, Outcome.FIXED))
                .put("scoreGroupLeftOut", outcome.heldOut(profile));
    }

    /** A group without windows has no normalised score, only false alarms. */
    private static ObjectNode part(Outcome outcome, List<Scored> files) {
        ObjectNode json = JSON.createObjectNode();
        int windows = Scored.windows(files);
        Tally tally = Scored.tally(files, outcome.threshold(Profile.STANDARD));
        json.put("windows", windows).put("missed", tally.missed()).put("falseAlarms", Math.abs(tally.wrong()));
        for (Profile profile : Profile.values()) {
            double raw = profile.raw(Scored.tally(files, outcome.threshold(profile)));
            if (windows > 0) json.put(profile.wire(), profile.normalised(raw, windows));
        }
        return json;
    }

    private static void curve(Outcome outcome, ObjectNode json) {
        var points = json.putArray("curve");
        for (Sweep.Step step : Sweep.thinned(outcome.steps(), CURVE_POINTS)) {
            ObjectNode point = points.addObject().put("threshold", step.threshold());
            point.put("detections", step.detections());
            for (Profile profile : Profile.values())
                point.put(profile.wire(), outcome.score(profile, step.threshold()));
        }
    }
}
