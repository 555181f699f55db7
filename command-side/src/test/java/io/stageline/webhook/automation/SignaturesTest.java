package io.stageline.webhook.automation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.standardwebhooks.Webhook;
import com.standardwebhooks.exceptions.WebhookSigningException;
import com.standardwebhooks.exceptions.WebhookVerificationException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.EdECPoint;
import java.security.spec.EdECPublicKeySpec;
import java.security.spec.NamedParameterSpec;
import java.time.Clock;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SignaturesTest {
    private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private static final String OTHER = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD";
    private static final String BODY = "{\"type\":\"entry.added\",\"data\":{\"name\":\"Zoë\"}}";

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '\'',
            value = {
                "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw; msg_p5jXN8AQM9LWM0D4loKWxJek; 1614265330; {\"test\": 2432232314};"
                        + " v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
                "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw; msg_p5jXN8AQM9LWM0D4loKWxJek; 1614265330; {\"test\": 2432232314};"
                        + " v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
                "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD; msg_27UH4WbU6Z5A5EzD8u03UvzRbpk; 1649367553;"
                        + " {\"email\":\"test@example.com\",\"username\":\"test_user\"};"
                        + " v1,tZ1I4/hDygAJgO5TYxiSd6Sd0kDW6hPenDe+bTa3Kkw="
            })
    void the_published_vectors_are_signed_equal(
            String secret, String id, long timestamp, String body, String signature) {
        assertThat(Signatures.header(List.of(secret), id, timestamp, body)).isEqualTo(signature);
    }

    @Test
    void the_public_library_verifies_what_we_sign() throws WebhookVerificationException {
        new Webhook(SECRET).verify(BODY, headers(Signatures.header(List.of(SECRET), "msg_1", now(), BODY)));
    }

    @Test
    void what_the_public_library_signs_is_what_we_sign() throws WebhookSigningException {
        assertThat(Signatures.header(List.of(OTHER), "msg_1", now(), BODY))
                .isEqualTo(new Webhook(OTHER).sign("msg_1", now(), BODY));
    }

    @Test
    void during_a_rotation_the_old_secret_and_the_new_one_both_verify() throws WebhookVerificationException {
        var header = Signatures.header(List.of(OTHER, SECRET), "msg_1", now(), BODY);
        new Webhook(SECRET).verify(BODY, headers(header));
        new Webhook(OTHER).verify(BODY, headers(header));
        assertThatThrownBy(() -> new Webhook("whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA").verify(BODY, headers(header)))
                .isInstanceOf(WebhookVerificationException.class);
    }

    @Test
    void an_asymmetric_secret_signs_as_rfc_8032_says() throws GeneralSecurityException {
        var seed = HexFormat.of().parseHex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60");
        var header = Signatures.header(List.of("whsk_" + Base64.getEncoder().encodeToString(seed)), "msg_1", 7, BODY);
        assertThat(header).startsWith("v1a,");
        var verifier = Signature.getInstance("Ed25519");
        verifier.initVerify(KeyFactory.getInstance("Ed25519")
                .generatePublic(new EdECPublicKeySpec(
                        NamedParameterSpec.ED25519,
                        point("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"))));
        verifier.update(("msg_1.7." + BODY).getBytes(StandardCharsets.UTF_8));
        assertThat(verifier.verify(Base64.getDecoder().decode(header.substring("v1a,".length()))))
                .isTrue();
    }

    private static EdECPoint point(String hex) {
        var little = HexFormat.of().parseHex(hex);
        var odd = (little[31] & 0x80) != 0;
        little[31] &= 0x7F;
        var big = new byte[little.length];
        for (var i = 0; i < big.length; i++) big[i] = little[little.length - 1 - i];
        return new EdECPoint(odd, new BigInteger(1, big));
    }

    private static Map<String, List<String>> headers(String signature) {
        return Map.of(
                "webhook-id", List.of("msg_1"),
                "webhook-timestamp", List.of(Long.toString(now())),
                "webhook-signature", List.of(signature));
    }

    private static long now() {
        return Clock.systemUTC().instant().getEpochSecond();
    }
}
