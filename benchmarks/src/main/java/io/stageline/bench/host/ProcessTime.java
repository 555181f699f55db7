package io.stageline.bench.host;

/** What one process has used of the processors, in ticks: by itself, and by those of its children that have ended. */
record ProcessTime(long pid, long parent, long own, long endedChildren) {
    private static final int PARENT = 1;
    private static final int USER = 11;
    private static final int SYSTEM = 12;
    private static final int CHILDREN_USER = 13;
    private static final int CHILDREN_SYSTEM = 14;

    /** From the line in {@code /proc/PID/stat}; the name in it may hold blanks and brackets. */
    static ProcessTime parse(String stat) {
        var pid = Long.parseLong(stat.substring(0, stat.indexOf(' ')));
        var fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        return new ProcessTime(
                pid,
                Long.parseLong(fields[PARENT]),
                Long.parseLong(fields[USER]) + Long.parseLong(fields[SYSTEM]),
                Long.parseLong(fields[CHILDREN_USER]) + Long.parseLong(fields[CHILDREN_SYSTEM]));
    }

    long withEndedChildren() {
        return own + endedChildren;
    }
}
