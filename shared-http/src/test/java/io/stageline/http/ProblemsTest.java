package io.stageline.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ProblemsTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static TinyServer server;
    private static ApiKey key;

    @BeforeAll
    static void start() {
        server = new TinyServer();
        key = server.key("admin");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void a_refusal_becomes_a_problem_with_its_code_and_path() throws Exception {
        var path = "/v1/things/" + UUID.randomUUID();
        var problem = problem(server.send(server.request(path, key)), 404);
        assertThat(problem.get("type").asString()).isEqualTo("https://stageline.io/problems/unknown-journal");
        assertThat(problem.get("title").asString()).isEqualTo("Unknown journal");
        assertThat(problem.get("detail").asString()).isEqualTo("There is no such journal.");
        assertThat(problem.get("instance").asString()).isEqualTo(path);
        assertThat(problem.get("code").asString()).isEqualTo("unknown-journal");
        assertThat(problem.get("errors").isEmpty()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{",
                "{\"name\":\"a\",\"size\":1}{}",
                "{\"name\":\"a\",\"name\":\"b\",\"size\":1}",
                "",
                "NaN",
                "{\"size\":1e99999999999999999999999999999999999999999999}",
                "\u007b\"name\":\"a\",/* */\"size\":1}"
            })
    void what_is_not_one_json_document_is_400(String body) throws Exception {
        assertThat(problem(server.post(key, body), 400).get("code").asString()).isEqualTo("malformed-json");
    }

    @Test
    void a_nesting_bomb_is_400() throws Exception {
        var body = "{\"name\":\"a\",\"size\":1,\"parts\":" + "[".repeat(100_000);
        assertThat(server.post(key, body).statusCode()).isIn(400, 422);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "`{\"name\":5,\"size\":1}`,/name",
                "`{\"name\":\"a\",\"size\":\"1\"}`,/size",
                "`{\"name\":\"a\",\"size\":null}`,/size",
                "`{\"name\":\"a\",\"size\":1.5}`,/size",
                "`{\"name\":\"a\"}`,/size",
                "`{\"name\":\"a\",\"size\":1,\"at\":\"2026-01-01T00:00:00\"}`,/at",
                "`{\"name\":\"a\",\"size\":1,\"at\":1700000000000}`,/at",
                "`{\"name\":\"a\",\"size\":1,\"at\":\"+10000-01-01T00:00:00Z\"}`,/at",
                "`{\"name\":\"a\\u0000\",\"size\":1}`,/name",
                "`{\"name\":\"\\ud800\",\"size\":1}`,/name",
                "`{\"name\":\"a\",\"size\":1,\"parts\":[{\"name\":\"x\"},{\"name\":\"forbidden\"}]}`,/parts/1/name",
                "`{\"name\":\"a\",\"size\":1,\"parts\":{}}`,/parts",
            })
    void a_wrong_value_is_422_and_is_pointed_at(String body, String pointer) throws Exception {
        var problem = problem(server.post(key, body), 422);
        assertThat(problem.get("code").asString()).isEqualTo("invalid");
        assertThat(problem.at("/errors/0/pointer").asString()).isEqualTo(pointer);
    }

    @Test
    void an_unknown_property_is_400_and_names_the_known_ones() throws Exception {
        var problem = problem(server.post(key, "{\"name\":\"a\",\"size\":1,\"tenantId\":\"b\"}"), 400);
        assertThat(problem.get("code").asString()).isEqualTo("unknown-property");
        assertThat(problem.at("/errors/0/pointer").asString()).isEqualTo("/tenantId");
        assertThat(problem.get("known").toString()).isEqualTo("[\"at\",\"name\",\"parts\",\"size\"]");
    }

    @Test
    void nulls_are_written_and_times_are_utc() throws Exception {
        var answer = server.post(key, "{\"name\":\"a\",\"size\":1,\"at\":\"2026-01-01T01:00:00.5+01:00\"}");
        assertThat(answer.body())
                .isEqualTo("{\"name\":\"a\",\"size\":1,\"at\":\"2026-01-01T00:00:00.500Z\",\"parts\":null}");
    }

    @Test
    void a_body_that_is_too_large_is_413() throws Exception {
        var body = "{\"name\":\"" + "a".repeat(1 << 20) + "\"}";
        assertThat(problem(server.post(key, body), 413).get("code").asString()).isEqualTo("too-large");
        var chunked = server.request("/v1/things", key)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofInputStream(
                        () -> new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8))));
        assertThat(problem(server.send(chunked), 413).get("code").asString()).isEqualTo("too-large");
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/xml", "application/json;charset=UTF-16", "multipart/form-data"})
    void another_media_type_is_415(String type) throws Exception {
        var request =
                server.request("/v1/things", key).header("Content-Type", type).POST(BodyPublishers.ofString("{}"));
        assertThat(problem(server.send(request), 415).get("code").asString()).isEqualTo("unsupported-media-type");
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/csv", "application/json;charset=utf-16"})
    void an_accept_that_cannot_be_met_is_406(String accept) throws Exception {
        var request = server.request("/v1/things", key).header("Accept", accept);
        assertThat(problem(server.send(request), 406).get("code").asString()).isEqualTo("not-acceptable");
    }

    @ParameterizedTest
    @ValueSource(strings = {"DELETE", "TRACE", "PROPFIND"})
    void another_method_is_405_and_the_answer_names_those_allowed(String method) throws Exception {
        var answer = server.send(server.request("/v1/things", key).method(method, BodyPublishers.noBody()));
        assertThat(problem(answer, 405).get("code").asString()).isEqualTo("method-not-allowed");
        assertThat(answer.headers().firstValue("Allow").orElse("")).contains("GET", "POST");
    }

    @Test
    void an_unknown_parameter_is_400_and_names_the_known_ones() throws Exception {
        var problem = problem(server.send(server.request("/v1/things?limt=5", key)), 400);
        assertThat(problem.get("code").asString()).isEqualTo("unknown-parameter");
        assertThat(problem.get("known").toString()).isEqualTo("[\"limit\",\"q\"]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"limit=1&limit=2", "limit=1.5", "limit=x", "q=%00"})
    void a_parameter_that_is_repeated_or_unreadable_is_400(String query) throws Exception {
        var problem = problem(server.send(server.request("/v1/things?" + query, key)), 400);
        assertThat(problem.get("code").asString()).isEqualTo("invalid-parameter");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/things/1-1-1-1-1", "/v1/things/..%2f", "/v1/things/x;y=z", "/v1/nothing"})
    void an_address_that_cannot_exist_is_404(String path) throws Exception {
        assertThat(problem(server.send(server.request(path, key)), 404)
                        .get("code")
                        .asString())
                .isEqualTo("not-found");
    }

    @Test
    void a_failure_of_ours_says_nothing_about_itself() throws Exception {
        var answer = server.send(server.request("/v1/broken", key));
        assertThat(problem(answer, 500).get("code").asString()).isEqualTo("internal");
        assertThat(answer.body()).doesNotContain("SELECT", "Exception", "jane");
    }

    @Test
    void the_senders_correlation_id_is_kept_and_a_strange_one_replaced() throws Exception {
        var id = UUID.randomUUID().toString();
        var kept = server.send(server.request("/v1/things", key).header("X-Correlation-Id", id));
        assertThat(kept.headers().firstValue("X-Correlation-Id")).hasValue(id);
        var replaced = server.send(server.request("/v1/things", key).header("X-Correlation-Id", "jane@example.org"));
        assertThat(UUID.fromString(replaced.headers()
                                .firstValue("X-Correlation-Id")
                                .orElseThrow())
                        .version())
                .isEqualTo(7);
    }

    private static JsonNode problem(HttpResponse<String> answer, int status) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        var problem = JSON.readTree(answer.body());
        assertThat(problem.get("status").asInt()).isEqualTo(status);
        return problem;
    }
}
