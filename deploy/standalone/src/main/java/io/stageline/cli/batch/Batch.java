package io.stageline.cli.batch;

/** One request's worth of commands, and for each of them what it is and which line of the source it came from. */
public record Batch(byte[] body, Kind[] kinds, long[] sources, int rows) {
    /** What a line of a batch commands. */
    public enum Kind {
        CONTACT,
        ENTRY,
        STAGE,
        DECISION;

        boolean isRow() {
            return this == STAGE || this == DECISION;
        }
    }
}
