package io.stageline.journal.events;

/** An unusual but accepted move: what was unusual, by how many stages, and how severe (high when more than 2; S1-P6.b). */
public record StageWarning(Code code, int count, Severity severity) {
    private static final int HIGH_ABOVE = 2;

    public enum Code {
        STAGES_SKIPPED,
        STAGE_BACKWARD
    }

    public enum Severity {
        low,
        high
    }

    public static StageWarning of(Code code, int count) {
        return new StageWarning(code, count, count > HIGH_ABOVE ? Severity.high : Severity.low);
    }
}
