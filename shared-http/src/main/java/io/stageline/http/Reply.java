package io.stageline.http;

import java.util.Map;

/** The answer to a request that went the {@link ShortWay}; without a body where its status has none. */
public record Reply(int status, Map<String, String> headers, byte[] body) {}
