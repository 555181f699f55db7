package io.stageline.alert.write;

import io.stageline.write.Values;
import java.time.Instant;

/** A silence ends in the future: nobody forgets what he has silenced for ever. */
record SilenceEndsLater(Instant until, Instant now) {
    void verify() {
        if (!until.isAfter(now)) throw Values.invalid("/until", "a silence must end in the future");
    }
}
