package io.stageline.bench.load;

import java.nio.charset.StandardCharsets;

/** The bytes of requests that bring something. */
final class Post {
    private Post() {}

    /** A request of many lines, each a JSON document of ASCII characters. */
    static byte[] lines(String key, String path, CharSequence lines) {
        return ("POST " + path + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + key
                        + "\r\nContent-Type: application/x-ndjson\r\nContent-Length: " + lines.length() + "\r\n\r\n"
                        + lines)
                .getBytes(StandardCharsets.US_ASCII);
    }
}
