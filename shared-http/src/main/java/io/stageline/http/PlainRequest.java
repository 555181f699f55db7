package io.stageline.http;

import io.netty.handler.codec.http.HttpHeaders;
import java.util.List;
import java.util.UUID;

/** A request that goes the {@link ShortWay}: who asks, by which id it is traced, what it sent, and since when (nanoseconds). */
public record PlainRequest(
        Caller caller, UUID correlation, String method, String path, HttpHeaders headers, long since) {

    public List<String> header(String name) {
        return headers.getAll(name);
    }
}
