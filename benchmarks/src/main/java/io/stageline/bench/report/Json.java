package io.stageline.bench.report;

import io.stageline.bench.frame.RowResult;
import io.stageline.bench.frame.Sample;
import io.stageline.bench.host.Guard;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** All numbers, for machines. */
final class Json {
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private Json() {}

    static String of(Report report) {
        var whole = new LinkedHashMap<String, Object>();
        whole.put("began", report.began().toString());
        whole.put("ended", report.ended().toString());
        whole.put("machine", report.machine());
        whole.put("rounds", report.plan().rounds());
        whole.put("seconds", report.plan().turn().toSeconds());
        whole.put("warmUp", report.plan().warmUp().toSeconds());
        whole.put("postgres", report.settings());
        whole.put("rows", report.rows().stream().map(Json::row).toList());
        return JSON.writeValueAsString(whole) + "\n";
    }

    private static Map<String, Object> row(RowResult result) {
        var row = new LinkedHashMap<String, Object>();
        row.put("name", result.row().name());
        row.put("question", result.row().question());
        row.put("busy", Guard.isBusy(result.outside()));
        row.put(
                "figures",
                result.figures().entrySet().stream()
                        .map(figure -> Map.of(
                                "name", figure.getKey().name(),
                                "target", figure.getKey().target().toString(),
                                "met",
                                        figure.getKey()
                                                .target()
                                                .isMetBy(figure.getValue().median()),
                                "value", figure.getValue()))
                        .toList());
        row.put("sides", sides(result));
        row.put("rounds", result.rounds());
        return row;
    }

    private static Map<String, Object> sides(RowResult result) {
        var sides = new LinkedHashMap<String, Object>();
        for (var side : result.sides())
            sides.put(
                    side,
                    Map.of(
                            "perSecond", result.of(side, Sample::perSecond),
                            "p50", result.of(side, Sample::p50),
                            "p99", result.of(side, Sample::p99),
                            "cpuMicros", result.of(side, Sample::cpuMicros)));
        return sides;
    }
}
