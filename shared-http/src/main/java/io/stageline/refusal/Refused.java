package io.stageline.refusal;

/** A refusal on its way to whoever asked; expected, so it carries no stack trace and is never logged as an error. */
public final class Refused extends RuntimeException {
    private final Refusal refusal;

    public Refused(Refusal refusal) {
        super(refusal.because(), null, false, false);
        this.refusal = refusal;
    }

    public Refusal refusal() {
        return refusal;
    }
}
