package io.stageline.bench.load;

/** What one connection asks, request by request. */
public interface Script {

    /** The bytes of the next request. */
    byte[] next();

    /** Learns what the last request was answered; the answer is valid during the call only. */
    void answered(Answer answer);

    /** Whether the next request follows the last one at once, however slow the pace is. */
    default boolean goesOn() {
        return false;
    }
}
