package io.stageline.journal.events;

import static io.stageline.journal.events.StageWarning.Code.STAGES_SKIPPED;
import static io.stageline.journal.events.StageWarning.Code.STAGE_BACKWARD;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A path as the read models keep it: short, without loss, and readable digit by digit. The head is
 * {@code CURRENT US since,last,moves,skips,backwards}; each cell follows as
 * {@code RS STAGE US at,count,version,ended,lastStay,leap}. Times are microseconds since 1970, empty when there is none;
 * the leap is the number of stages skipped, negative for those gone back, 0 for a usual move. RS and US are the control
 * characters 1e and 1f, which no stage name holds.
 */
public final class PathText {
    public static final char CELL = '\u001e';
    public static final char NUMBERS = '\u001f';
    private static final char BETWEEN = ',';
    private static final long MICROS = TimeUnit.SECONDS.toMicros(1);

    private PathText() {}

    /** The text of a path. */
    public static String of(StagePath path) {
        var text = new StringBuilder(64 + 64 * path.cells().size());
        if (path.current() != null) text.append(path.current());
        text.append(NUMBERS);
        if (path.since() != null) text.append(micros(path.since()));
        text.append(BETWEEN);
        if (path.lastActivityAt() != null) text.append(micros(path.lastActivityAt()));
        numbers(text, path.moves(), path.skips(), path.backwards());
        path.cells().forEach(cell -> append(text, cell));
        return text.toString();
    }

    /** The part of a path's text by which a reached stage is found in it. */
    public static String key(String stage) {
        return CELL + stage + NUMBERS;
    }

    private static void append(StringBuilder text, StageCell cell) {
        text.append(CELL).append(cell.stage()).append(NUMBERS).append(micros(cell.at()));
        numbers(text, cell.count(), cell.version(), cell.endedSeconds(), cell.lastStaySeconds(), leap(cell.warnings()));
    }

    private static void numbers(StringBuilder text, long... numbers) {
        for (var number : numbers) text.append(BETWEEN).append(number);
    }

    /** The path of a text. */
    public static StagePath read(String text) {
        var parts = text.split(String.valueOf(CELL), -1);
        var head = parts[0].split(String.valueOf(NUMBERS), -1);
        var numbers = head[1].split(String.valueOf(BETWEEN), -1);
        var cells = new ArrayList<StageCell>(parts.length - 1);
        for (var i = 1; i < parts.length; i++) cells.add(cell(parts[i]));
        return new StagePath(
                head[0].isEmpty() ? null : head[0],
                instant(numbers[0]),
                instant(numbers[1]),
                cells,
                Integer.parseInt(numbers[2]),
                Integer.parseInt(numbers[3]),
                Integer.parseInt(numbers[4]));
    }

    private static StageCell cell(String text) {
        var between = text.indexOf(NUMBERS);
        var numbers = text.substring(between + 1).split(String.valueOf(BETWEEN), -1);
        return new StageCell(
                text.substring(0, between),
                instantOf(Long.parseLong(numbers[0])),
                Integer.parseInt(numbers[1]),
                Long.parseLong(numbers[2]),
                Long.parseLong(numbers[3]),
                Long.parseLong(numbers[4]),
                warnings(Integer.parseInt(numbers[5])));
    }

    /** The warnings that a leap stands for. */
    public static List<StageWarning> warnings(int leap) {
        if (leap == 0) return List.of();
        return List.of(leap > 0 ? StageWarning.of(STAGES_SKIPPED, leap) : StageWarning.of(STAGE_BACKWARD, -leap));
    }

    /** How many stages the warnings of an event say were skipped, negative for those gone back. */
    public static int leap(List<StageWarning> warnings) {
        if (warnings.isEmpty()) return 0;
        var warning = warnings.get(0);
        return warning.code() == STAGES_SKIPPED ? warning.count() : -warning.count();
    }

    private static long micros(Instant at) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, at);
    }

    private static @Nullable Instant instant(String micros) {
        return micros.isEmpty() ? null : instantOf(Long.parseLong(micros));
    }

    /** The instant so many microseconds after 1970. */
    public static Instant instantOf(long micros) {
        return Instant.ofEpochSecond(
                Math.floorDiv(micros, MICROS), TimeUnit.MICROSECONDS.toNanos(Math.floorMod(micros, MICROS)));
    }
}
