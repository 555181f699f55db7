package io.stageline.projection.parked;

import java.util.UUID;

/** There is no such letter, or not for whoever asks. */
public final class UnknownLetter extends RuntimeException {
    UnknownLetter(UUID letter) {
        super("there is no letter " + letter, null, false, false);
    }
}
