package io.stageline.webhook.write;

import io.stageline.write.Decided;
import java.util.UUID;

/** What the aggregate says after it made a secret; it never becomes a remembered answer. */
record SecretAnswer(UUID endpointId, long position, long version, String secret) implements Decided.Answer {
    @Override
    public SecretAnswer at(long position) {
        return new SecretAnswer(endpointId, position, version, secret);
    }

    /** An endpoint with the secret to verify its messages by, a public key if it is an asymmetric one; it is shown this once. */
    record MadeSecret(UUID endpointId, long position, long version, String secret) {}

    MadeSecret shown() {
        return new MadeSecret(endpointId, position, version, secret);
    }

    @Override
    public String toString() {
        return "a secret of " + endpointId;
    }
}
