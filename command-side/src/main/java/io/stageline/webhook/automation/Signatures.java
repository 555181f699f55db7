package io.stageline.webhook.automation;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.EdECPrivateKeySpec;
import java.security.spec.NamedParameterSpec;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The signatures of a message (Standard Webhooks 1.0.0): of its id, the time of the attempt and its body. A secret that
 * begins with {@code whsec_} signs with HMAC-SHA256 ({@code v1}), one with {@code whsk_} with Ed25519 ({@code v1a}, RFC 8032).
 */
public final class Signatures {
    public static final String SYMMETRIC = "whsec_";
    public static final String PRIVATE = "whsk_";

    private Signatures() {}

    /** The value of the header {@code webhook-signature}: one signature for each secret, so that any of them verifies it. */
    public static String header(List<String> secrets, String id, long timestamp, String body) {
        var content = (id + "." + timestamp + "." + body).getBytes(UTF_8);
        return secrets.stream().map(secret -> signature(secret, content)).collect(Collectors.joining(" "));
    }

    private static String signature(String secret, byte[] content) {
        try {
            return secret.startsWith(PRIVATE)
                    ? "v1a," + base64(ed25519(key(secret, PRIVATE), content))
                    : "v1," + base64(hmac(key(secret, SYMMETRIC), content));
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("this JDK cannot sign", missing);
        }
    }

    private static byte[] hmac(byte[] key, byte[] content) throws GeneralSecurityException {
        var mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        return mac.doFinal(content);
    }

    private static byte[] ed25519(byte[] seed, byte[] content) throws GeneralSecurityException {
        var signature = Signature.getInstance("Ed25519");
        signature.initSign(privateKey(seed));
        signature.update(content);
        return signature.sign();
    }

    private static PrivateKey privateKey(byte[] seed) throws GeneralSecurityException {
        return KeyFactory.getInstance("Ed25519")
                .generatePrivate(new EdECPrivateKeySpec(NamedParameterSpec.ED25519, seed));
    }

    /** The bytes of a secret, with or without its prefix, padded or not. */
    private static byte[] key(String secret, String prefix) {
        return Base64.getDecoder().decode(secret.startsWith(prefix) ? secret.substring(prefix.length()) : secret);
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }
}
