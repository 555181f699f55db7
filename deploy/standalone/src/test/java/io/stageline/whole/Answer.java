package io.stageline.whole;

import java.net.http.HttpHeaders;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** An HTTP answer: status, headers and body. */
public record Answer(int status, HttpHeaders headers, String text) {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    public JsonNode json() {
        return JSON.readTree(text);
    }

    public String at(String pointer) {
        return json().at(pointer).asString();
    }

    public long number(String pointer) {
        return json().at(pointer).asLong();
    }

    public String header(String name) {
        return headers.firstValue(name).orElse("");
    }
}
