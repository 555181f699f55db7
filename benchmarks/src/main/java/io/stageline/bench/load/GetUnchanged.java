package io.stageline.bench.load;

import org.jspecify.annotations.Nullable;

/** Asks for one address again and again, and only for what changed since the last answer. */
public final class GetUnchanged implements Script {
    private static final int OK = 200;

    private final String key;
    private final String path;
    private byte[] request;
    private @Nullable String tag;

    public GetUnchanged(String key, String path) {
        this.key = key;
        this.path = path;
        this.request = Get.request(key, path);
    }

    @Override
    public byte[] next() {
        return request;
    }

    @Override
    public void answered(Answer answer) {
        if (tag != null && answer.status() != OK) return;
        tag = answer.tag();
        request = Get.request(key, path, "If-None-Match: " + tag + "\r\n");
    }
}
