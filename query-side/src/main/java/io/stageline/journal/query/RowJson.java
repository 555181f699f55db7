package io.stageline.journal.query;

import static io.stageline.journal.query.JsonBytes.ascii;
import static io.stageline.journal.query.PathNumbers.AT;
import static io.stageline.journal.query.PathNumbers.COUNT;
import static io.stageline.journal.query.PathNumbers.ENDED;
import static io.stageline.journal.query.PathNumbers.LAST_STAY;
import static io.stageline.journal.query.PathNumbers.LEAP;
import static io.stageline.journal.query.PathNumbers.NONE;
import static io.stageline.journal.query.PathNumbers.VERSION;

import io.stageline.journal.events.PathText;
import io.stageline.journal.events.Staleness;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Writes rows of the grid as JSON, each from one line of text: contact, version, path, name, decision and the number of
 * open alerts; name and decision are JSON already. What the clock tells is filled in on the way. {@link JournalAnswers.GridRow} is the shape.
 */
final class RowJson {
    /** Stands between the parts of a line. */
    static final char PART = '\u001c';

    private static final long DAY = TimeUnit.DAYS.toSeconds(1);
    private static final byte[] CONTACT = ascii("{\"contactId\":\"");
    private static final byte[] NAME = ascii("\",\"name\":");
    private static final byte[] CURRENT = ascii(",\"currentStage\":");
    private static final byte[] LAST_ACTIVITY = ascii(",\"lastActivityAt\":");
    private static final byte[] DAYS_SINCE = ascii(",\"daysSinceActivity\":");
    private static final byte[] NOTHING_YET = ascii("null,\"daysSinceActivity\":null,\"staleness\":null");
    private static final byte[] ROTTEN = ascii(",\"rotten\":");
    private static final byte[] TRUE = ascii("true");
    private static final byte[] FALSE = ascii("false");
    private static final byte[] ROW_VERSION = ascii(",\"version\":");
    private static final byte[] CELLS = ascii(",\"cells\":{");
    private static final byte[] NOT_REACHED = ascii("{\"completed\":false}");
    private static final byte[] REACHED = ascii("{\"completed\":true,\"at\":");
    private static final byte[] TIMES = ascii(",\"count\":");
    private static final byte[] DAYS_AGO = ascii(",\"daysAgo\":");
    private static final byte[] DAYS_IN_STAGE = ascii(",\"daysInStage\":");
    private static final byte[] TOTAL_DAYS = ascii(",\"totalDaysInStage\":");
    private static final byte[] WARNINGS = ascii(",\"warnings\":");
    private static final byte[] NO_WARNING = ascii("[]");
    private static final byte[] DECISION = ascii("},\"decision\":");
    private static final byte[] OPEN_ALERTS = ascii(",\"openAlerts\":");
    private static final byte[] END = ascii("}");
    private static final byte[][] LEVELS = Arrays.stream(Staleness.values())
            .map(level -> ascii(",\"staleness\":\"" + level + "\""))
            .toArray(byte[][]::new);

    private final Layout layout;
    private final byte[][] keys;
    private final PathNumbers path;
    private final Ages ages;

    /** Rows of the journal at that moment, with the cells of the stages that are to be shown; of all, if none is named. */
    RowJson(Layout layout, List<String> show, Instant now) {
        this.layout = layout;
        this.keys = layout.stages().stream()
                .map(stage -> show.isEmpty() || show.contains(stage) ? key(stage) : new byte[0])
                .toArray(byte[][]::new);
        this.path = new PathNumbers(layout.stages());
        this.ages = new Ages(now);
    }

    private static byte[] key(String stage) {
        return new JsonBytes(stage.length() + 3)
                .quoted(stage, 0, stage.length())
                .raw(':')
                .toArray();
    }

    /** When the clock changes the first byte of what was written, in microseconds since 1970; 0 if it never does. */
    long until() {
        return ages.until();
    }

    /** Writes the row whose line stands in the text from one place to another. */
    void write(JsonBytes out, String text, int from, int to) {
        var version = text.indexOf(PART, from) + 1;
        var pathFrom = text.indexOf(PART, version) + 1;
        var name = text.indexOf(PART, pathFrom) + 1;
        var decision = text.indexOf(PART, name) + 1;
        var alerts = text.indexOf(PART, decision) + 1;
        path.read(text, pathFrom, name - 1);
        out.raw(CONTACT).raw(text, from, version - 1).raw(NAME).raw(text, name, decision - 1);
        head(out);
        out.raw(ROW_VERSION).raw(text, version, pathFrom - 1).raw(CELLS);
        cells(out);
        out.raw(DECISION).raw(text, decision, alerts - 1);
        out.raw(OPEN_ALERTS).raw(text, alerts, to).raw(END);
    }

    private void head(JsonBytes out) {
        path.writeCurrent(out.raw(CURRENT));
        out.raw(LAST_ACTIVITY);
        if (path.lastActivity() == NONE) out.raw(NOTHING_YET);
        else {
            out.time(path.lastActivity()).raw(DAYS_SINCE);
            age(out, path.lastActivity());
        }
        out.raw(ROTTEN).raw(isRotten() ? TRUE : FALSE);
    }

    private void age(JsonBytes out, long at) {
        var days = ages.days(at);
        out.number(days).raw(LEVELS[Ages.level(days).ordinal()]);
    }

    private boolean isRotten() {
        if (path.current() < 0 || path.since() == NONE) return false;
        var days = layout.rotDays().get(path.current());
        return days > 0 && ages.isFull(days, path.since());
    }

    private void cells(JsonBytes out) {
        var first = true;
        for (var stage = 0; stage < keys.length; stage++) {
            if (keys[stage].length == 0) continue;
            if (!first) out.raw(',');
            first = false;
            out.raw(keys[stage]);
            if (path.isReached(stage)) cell(out, stage);
            else out.raw(NOT_REACHED);
        }
    }

    private void cell(JsonBytes out, int stage) {
        out.raw(REACHED).time(path.of(stage, AT)).raw(TIMES).number(path.of(stage, COUNT));
        age(out.raw(DAYS_AGO), path.of(stage, AT));
        stays(out, stage);
        out.raw(ROW_VERSION).number(path.of(stage, VERSION)).raw(WARNINGS);
        warnings(out, (int) path.of(stage, LEAP));
        out.raw('}');
    }

    /** The last stay, which still runs in the current stage, and all of them together. */
    private void stays(JsonBytes out, int stage) {
        var runs = stage == path.current() && path.since() != NONE;
        var ended = path.of(stage, ENDED);
        out.raw(DAYS_IN_STAGE).number(runs ? ages.days(path.since()) : path.of(stage, LAST_STAY) / DAY);
        out.raw(TOTAL_DAYS).number(runs ? ages.days(path.since(), ended) : ended / DAY);
    }

    private static void warnings(JsonBytes out, int leap) {
        if (leap == 0) out.raw(NO_WARNING);
        for (var warning : PathText.warnings(leap))
            out.raw(ascii("[{\"code\":\"" + warning.code() + "\",\"count\":" + warning.count() + ",\"severity\":\""
                    + warning.severity() + "\"}]"));
    }
}
