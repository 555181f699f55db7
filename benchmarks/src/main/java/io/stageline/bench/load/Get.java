package io.stageline.bench.load;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** Asks for some addresses, one after the other. */
public final class Get implements Script {
    private final List<byte[]> requests;
    private int sent;

    public Get(String key, List<String> paths) {
        requests = paths.stream().map(path -> request(key, path)).toList();
    }

    /** The bytes that ask for one address. */
    static byte[] request(String key, String path) {
        return request(key, path, "");
    }

    /** The same with one more line in its head, or none. */
    static byte[] request(String key, String path, String line) {
        return ("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + key + "\r\n" + line + "\r\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public byte[] next() {
        return requests.get(sent++ % requests.size());
    }

    @Override
    public void answered(Answer answer) {}
}
