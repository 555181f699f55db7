package io.stageline.projection;

/** Who watches long work on a generation, and may end it early. */
public interface Progressing {

    /** A part of the work begins, with so many events to come. */
    void phase(String phase, long expected);

    /** So many events of this phase are done. */
    void seen(long events);

    /** Whether to stop at the next safe point, from which the work can be gone on with. */
    boolean stop();
}
