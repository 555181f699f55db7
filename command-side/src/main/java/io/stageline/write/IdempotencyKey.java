package io.stageline.write;

import io.stageline.http.Caller;
import io.stageline.refusal.Code;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.web.server.ServerWebExchange;

/**
 * The key by which a sender repeats a request safely, and the fingerprint of what it sent with it: method, path and the
 * raw bytes of the body. An RFC 8941 string in quotes, or a bare token, of at most 255 characters.
 */
public record IdempotencyKey(String key, byte[] fingerprint) {
    public static final String HEADER = "Idempotency-Key";

    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9._:-]{1,255}");
    private static final Pattern QUOTED =
            Pattern.compile("\"((?:[\\x20-\\x21\\x23-\\x5B\\x5D-\\x7E]|\\\\[\"\\\\]){1,255})\"");
    private static final Pattern ESCAPED = Pattern.compile("\\\\(.)");

    /** The key of a request, or null when it has none. */
    public static @Nullable IdempotencyKey of(ServerWebExchange exchange, Caller caller, byte[] body) {
        var request = exchange.getRequest();
        return of(
                request.getHeaders().getOrEmpty(HEADER),
                caller,
                request.getMethod().name(),
                request.getPath().value(),
                body);
    }

    /** The key in the header's values, or null when there are none. */
    public static @Nullable IdempotencyKey of(
            List<String> sent, Caller caller, String method, String path, byte[] body) {
        if (sent.isEmpty()) return null;
        if (sent.size() > 1) throw malformed();
        return new IdempotencyKey(key(sent.get(0)), fingerprint(caller.tenant().toString(), method, path, body));
    }

    /** Refuses a key where none is taken: to pass over it would let its sender believe that a repetition is safe. */
    public static void mustBeAbsent(ServerWebExchange exchange, String because) {
        if (exchange.getRequest().getHeaders().containsHeader(HEADER))
            throw Code.IDEMPOTENCY_KEY_MALFORMED.because(because).asException();
    }

    private static String key(String sent) {
        if (TOKEN.matcher(sent).matches()) return sent;
        var quoted = QUOTED.matcher(sent);
        if (!quoted.matches()) throw malformed();
        var key = quoted.group(1);
        return key.indexOf('\\') < 0 ? key : ESCAPED.matcher(key).replaceAll("$1");
    }

    private static byte[] fingerprint(String tenant, String method, String path, byte[] body) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            digest.update(
                    (tenant + " " + method + " " + path + "\n").getBytes(java.nio.charset.StandardCharsets.UTF_8));
            return digest.digest(body);
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException(missing);
        }
    }

    private static RuntimeException malformed() {
        return Code.IDEMPOTENCY_KEY_MALFORMED
                .because(
                        "Idempotency-Key must be one string in quotes, or a token of letters, digits and ._:-, of 1 to 255 characters")
                .asException();
    }
}
