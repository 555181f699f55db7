package io.stageline.webhook.automation;

import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.random.RandomGenerator;

/** What follows from an answer for the message. */
sealed interface Verdict {
    /** The receiver has it. */
    record Delivered() implements Verdict {}

    /** It is tried again after that time. */
    record Again(Duration after) implements Verdict {}

    /** It stays where it can be listed and sent again by hand. */
    record Failed() implements Verdict {}

    /** The same, and the receiver wants nothing more at all. */
    record Gone() implements Verdict {}

    int GONE = 410;
    Set<Integer> PASSING = Set.of(408, 425, 429);

    /** The verdict after so many tries, this one included. */
    static Verdict of(Answer answer, int tries, RetrySchedule schedule, Instant now, RandomGenerator random) {
        var status = answer.status();
        if (status != null && status >= 200 && status < 300) return new Delivered();
        if (status != null && status == GONE) return new Gone();
        if (!mayPass(answer)) return new Failed();
        return schedule.after(tries, answer.retryAfter(), now, random)
                .<Verdict>map(Again::new)
                .orElseGet(Failed::new);
    }

    /** Whether the same request may succeed later: a named passing error, never one of the request itself. */
    private static boolean mayPass(Answer answer) {
        var status = answer.status();
        return status == null ? answer.failure() != Answer.Failure.LOST : status >= 500 || PASSING.contains(status);
    }
}
