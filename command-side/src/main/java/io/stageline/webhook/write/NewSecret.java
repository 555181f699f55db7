package io.stageline.webhook.write;

import static io.stageline.webhook.automation.Signatures.PRIVATE;
import static io.stageline.webhook.automation.Signatures.SYMMETRIC;

import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.interfaces.EdECPrivateKey;
import java.util.Arrays;
import java.util.Base64;

/** A secret that was just made, and what its receiver has to know of it: the same, or the public key (Standard Webhooks 1.0.0). */
record NewSecret(String secret, String shown) {
    private static final String PUBLIC = "whpk_";
    private static final int BYTES = 32;
    private static final SecureRandom RANDOM = new SecureRandom();

    static NewSecret of(boolean asymmetric) {
        return asymmetric ? asymmetric() : symmetric();
    }

    /** One of the same kind. */
    static NewSecret like(String secret) {
        return of(secret.startsWith(PRIVATE));
    }

    private static NewSecret symmetric() {
        var bytes = new byte[BYTES];
        RANDOM.nextBytes(bytes);
        var secret = SYMMETRIC + base64(bytes);
        return new NewSecret(secret, secret);
    }

    private static NewSecret asymmetric() {
        try {
            var pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
            var seed = ((EdECPrivateKey) pair.getPrivate()).getBytes().orElseThrow();
            var encoded = pair.getPublic().getEncoded(); // X.509: the key itself is at its end (RFC 8410)
            var key = Arrays.copyOfRange(encoded, encoded.length - BYTES, encoded.length);
            return new NewSecret(PRIVATE + base64(seed), PUBLIC + base64(key));
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("this JDK makes no Ed25519 keys", missing);
        }
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    @Override
    public String toString() {
        return "a secret";
    }
}
