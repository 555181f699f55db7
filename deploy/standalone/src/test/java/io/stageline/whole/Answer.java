package io.stageline.whole;

import java.net.http.HttpHeaders;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** An HTTP answer: status, headers and body. */
record Answer(int status, HttpHeaders headers, String text) {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    JsonNode json() {
        return JSON.readTree(text);
    }

    String at(String pointer) {
        return json().at(pointer).asString();
    }

    long number(String pointer) {
        return json().at(pointer).asLong();
    }

    String header(String name) {
        return headers.firstValue(name).orElse("");
    }
}
