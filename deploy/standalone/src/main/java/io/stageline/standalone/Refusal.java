package io.stageline.standalone;

import org.jspecify.annotations.Nullable;

/** A reason not to start, with the exit code that scripts can tell apart. */
public class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public static final int WRONG_USE = 2;
    public static final int ALREADY_RUNNING = 3;
    public static final int UNREACHABLE = 4;

    private final int exitCode;

    private Refusal(int exitCode, String because) {
        super(because);
        this.exitCode = exitCode;
    }

    public static Refusal wrongUse(String because) {
        return new Refusal(WRONG_USE, because);
    }

    public static Refusal alreadyRunning(String because) {
        return new Refusal(ALREADY_RUNNING, because);
    }

    public static Refusal unreachable(String because) {
        return new Refusal(UNREACHABLE, because);
    }

    /** What could not be reached, or not be used, and why. */
    static Refusal unreachable(Exception failed) {
        Refusal refusal = unreachable(String.valueOf(failed.getMessage()));
        refusal.initCause(failed);
        return refusal;
    }

    /** The refusal that a failure comes from, or null when it is no refusal. */
    static @Nullable Refusal in(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause())
            if (cause instanceof Refusal refusal) return refusal;
        return null;
    }

    public int exitCode() {
        return exitCode;
    }
}
