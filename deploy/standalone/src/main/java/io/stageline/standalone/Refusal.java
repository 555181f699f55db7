package io.stageline.standalone;

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

    public int exitCode() {
        return exitCode;
    }
}
