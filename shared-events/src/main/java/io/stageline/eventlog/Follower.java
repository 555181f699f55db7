package io.stageline.eventlog;

/** A projection on its way along one log: its position there is a plain number, kept under its name. */
public record Follower(String projection, int log) {

    /** The name of its token; that of log 0 is the projection's own. */
    public String name() {
        return log == 0 ? projection : projection + "/" + log;
    }
}
