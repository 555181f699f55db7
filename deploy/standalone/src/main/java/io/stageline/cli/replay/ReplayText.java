package io.stageline.cli.replay;

import io.stageline.projection.Difference;
import io.stageline.projection.Generation;
import io.stageline.projection.Proof;
import io.stageline.projection.Switching.Switched;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What commands say to people. */
final class ReplayText {
    private ReplayText() {}

    /** Where it is: the position, or one of each log. */
    static String at(Map<Integer, Long> positions) {
        if (positions.size() == 1)
            return "position %,d".formatted(positions.values().iterator().next());
        return positions.entrySet().stream()
                .map(one -> "log %d: %,d".formatted(one.getKey(), one.getValue()))
                .collect(Collectors.joining(", ", "position of ", ""));
    }

    /** So many of them, in words. */
    static String count(long number, String one) {
        return "%,d %s%s".formatted(number, one, number == 1 ? "" : "s");
    }

    /** Whether one or more of them are there. */
    static String are(long number) {
        return number == 1 ? "is" : "are";
    }

    /** The option that names the same tenant again. */
    static String forTenant(Generation generation) {
        return generation.tenant() == null ? "" : " --tenant " + generation.tenant();
    }

    static List<String> proof(Proof proof, @Nullable Generation comparedWith) {
        var lines = new ArrayList<String>();
        proof.first().forEach(one -> lines.add(line(one)));
        var unlisted = proof.differing() - proof.first().size();
        if (unlisted > 0) lines.add("and %,d more".formatted(unlisted));
        lines.add("%s in %,d rows, checksum %s; %s%s"
                .formatted(
                        count(proof.differing(), "difference"),
                        proof.rows(),
                        proof.checksum(),
                        extent(proof),
                        comparedWith == null ? "" : ", all rows compared with " + OpenReplay.name(comparedWith)));
        return lines;
    }

    private static String extent(Proof proof) {
        if (proof.whole()) return "the whole log was folded again, %,d streams".formatted(proof.streams());
        return proof.streams() == 0 ? "all rows compared" : "%,d streams were folded again".formatted(proof.streams());
    }

    /** A difference: table, key, field, what is shown, what is expected, and the event that says so. */
    static String line(Difference one) {
        var cause = one.cause();
        return "%s %s %s: shown %s, expected %s%s"
                .formatted(
                        one.table(),
                        key(one.key()),
                        one.field().equals(Difference.WHOLE_ROW) ? "row" : one.field(),
                        one.shown() == null ? "nothing" : one.shown(),
                        one.expected() == null ? "nothing" : one.expected(),
                        cause == null ? "" : " @%d %s %s".formatted(cause.position(), cause.eventId(), cause.type()));
    }

    private static String key(Map<String, String> key) {
        return key.entrySet().stream()
                .map(one -> one.getKey() + "=" + one.getValue())
                .collect(Collectors.joining(","));
    }

    /** What readers see now, and what became of what they saw before. */
    static String switched(Switched switched, @Nullable Generation before) {
        var now = switched.now();
        var shown = "%s is live at %s".formatted(OpenReplay.name(now), at(switched.positions()));
        if (before == null) return shown;
        return "%s; %s stood still for %d ms and is kept up to date to go back to: drop it when you are sure"
                .formatted(shown, OpenReplay.name(before), switched.frozen().toMillis());
    }
}
