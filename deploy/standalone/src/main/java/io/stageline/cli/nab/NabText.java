package io.stageline.cli.nab;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The outcomes for people: a table of the methods, then groups and files of each. */
final class NabText {
    private static final int CURVE_LINES = 40;

    private NabText() {}

    static List<String> lines(List<Series> series, List<Outcome> outcomes, boolean curve) {
        List<String> lines = new ArrayList<>();
        lines.add("%,d series, %,d rows; standard / low FP / low FN; one threshold for all series"
                .formatted(series.size(), Series.rows(series)));
        lines.add("%-12s %-22s %-22s %-22s %s"
                .formatted("detector", "best threshold", "threshold 0.5", "group left out", "rows/s"));
        for (Outcome outcome : outcomes) lines.add(summary(outcome));
        for (Outcome outcome : outcomes) {
            parts(outcome, lines);
            if (curve) curve(outcome, lines);
        }
        return lines;
    }

    private static String summary(Outcome outcome) {
        return "%-12s %s   %s   %s   %,.0f"
                .formatted(
                        outcome.method().wire(),
                        three(profile -> outcome.score(profile)),
                        three(profile -> outcome.score(profile, Outcome.FIXED)),
                        three(outcome::heldOut),
                        outcome.rowsPerSecond());
    }

    private static void parts(Outcome outcome, List<String> lines) {
        lines.add("");
        lines.add("%s, thresholds %s".formatted(outcome.method().wire(), decimals("%6.4f", outcome::threshold)));
        for (String group : Scored.groups(outcome.corpus())) {
            List<Scored> files = Scored.only(outcome.corpus(), group);
            lines.add(part(outcome, group, files));
            for (Scored file : files)
                lines.add(part(outcome, "  " + file.series().name(), List.of(file)));
        }
    }

    private static String part(Outcome outcome, String name, List<Scored> files) {
        Tally tally = Scored.tally(files, outcome.threshold(Profile.STANDARD));
        int windows = Scored.windows(files);
        String score = windows == 0
                ? "      -      -      -"
                : three(profile ->
                        profile.normalised(profile.raw(Scored.tally(files, outcome.threshold(profile))), windows));
        return "%-62s %s   %d of %d windows, false alarms %.2f"
                .formatted(name, score, windows - tally.missed(), windows, Math.abs(tally.wrong()));
    }

    private static void curve(Outcome outcome, List<String> lines) {
        lines.add("%9s %10s  %s".formatted("threshold", "detections", "standard / low FP / low FN"));
        for (Sweep.Step step : Sweep.thinned(outcome.steps(), CURVE_LINES))
            lines.add("%9.4f %,10d  %s"
                    .formatted(
                            step.threshold(),
                            step.detections(),
                            three(profile -> outcome.score(profile, step.threshold()))));
    }

    private static String three(ToScore score) {
        return decimals("%6.1f", score);
    }

    private static String decimals(String format, ToScore score) {
        List<String> parts = new ArrayList<>();
        for (Profile profile : Profile.values()) parts.add(String.format(Locale.ROOT, format, score.of(profile)));
        return String.join(" ", parts);
    }

    private interface ToScore {
        double of(Profile profile);
    }
}
