package io.stageline.journal.query;

import io.stageline.journal.events.PathText;
import java.util.Arrays;
import java.util.List;

/** The numbers of a path's text (see {@link PathText}) by the stages of its journal, in arrays that serve row after row. */
final class PathNumbers {
    static final int AT = 0;
    static final int COUNT = 1;
    static final int VERSION = 2;
    static final int ENDED = 3;
    static final int LAST_STAY = 4;
    static final int LEAP = 5;
    static final long NONE = Long.MIN_VALUE;
    private static final int OF_A_CELL = 6;

    private final String[] stages;
    private final boolean[] reached;
    private final long[] numbers;
    private int current;
    private long since;
    private long lastActivity;
    private String text = "";
    private int at;
    private int currentFrom;
    private int currentTo;

    PathNumbers(List<String> stages) {
        this.stages = stages.toArray(String[]::new);
        this.reached = new boolean[stages.size()];
        this.numbers = new long[stages.size() * OF_A_CELL];
    }

    /** Reads the path that stands in the text from one place to another. */
    void read(String text, int from, int to) {
        this.text = text;
        this.at = from;
        Arrays.fill(reached, false);
        currentFrom = from;
        currentTo = text.indexOf(PathText.NUMBERS, from);
        current = currentTo == from ? -1 : stage(from, currentTo, 0);
        at = currentTo + 1;
        since = number();
        lastActivity = number();
        at = cellOrEnd(to);
        for (var next = 0; at < to; at = cellOrEnd(to)) next = cell(next) + 1;
    }

    private int cell(int likely) {
        var from = at + 1;
        var between = text.indexOf(PathText.NUMBERS, from);
        var stage = stage(from, between, likely);
        at = between + 1;
        if (stage < 0) return likely - 1;
        reached[stage] = true;
        for (var i = 0; i < OF_A_CELL; i++) numbers[stage * OF_A_CELL + i] = number();
        return stage;
    }

    /** Stages are mostly reached in their order, so the next one is tried first; -1 for one the journal does not have. */
    private int stage(int from, int to, int likely) {
        for (var i = 0; i < stages.length; i++) {
            var stage = (likely + i) % stages.length;
            if (stages[stage].length() == to - from && text.startsWith(stages[stage], from)) return stage;
        }
        return -1;
    }

    private int cellOrEnd(int to) {
        while (at < to && text.charAt(at) != PathText.CELL) at++;
        return at;
    }

    /** The number that stands here, and on to the next one. */
    private long number() {
        var negative = at < text.length() && text.charAt(at) == '-';
        if (negative) at++;
        var begin = at;
        var number = 0L;
        for (; at < text.length(); at++) {
            var digit = text.charAt(at) - '0';
            if (digit < 0 || digit > 9) break;
            number = number * 10 + digit;
        }
        if (begin == at) number = NONE;
        if (at < text.length() && text.charAt(at) == ',') at++;
        return negative ? -number : number;
    }

    boolean isReached(int stage) {
        return reached[stage];
    }

    long of(int stage, int what) {
        return numbers[stage * OF_A_CELL + what];
    }

    /** The number of the current stage; -1 without one, or if the journal does not have it. */
    int current() {
        return current;
    }

    /** Since when the entry is in its stage, in microseconds, or {@link #NONE}. */
    long since() {
        return since;
    }

    long lastActivity() {
        return lastActivity;
    }

    /** The current stage as a JSON string, or null. */
    void writeCurrent(JsonBytes out) {
        if (currentFrom == currentTo) out.raw("null", 0, 4);
        else out.quoted(text, currentFrom, currentTo);
    }
}
