package io.stageline.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AuthenticationTest {
    private static TinyServer server;
    private static ApiKey reader;

    @BeforeAll
    static void start() {
        server = new TinyServer();
        reader = server.key("read");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void a_key_stands_for_its_tenant_and_scopes() throws Exception {
        var answer = server.send(server.request("/v1/things", reader));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(answer.body()).contains(server.tenant.toString(), "[\"read\"]");
        assertThat(answer.headers().map()).containsKeys("x-content-type-options", "x-correlation-id", "cache-control");
    }

    @Test
    void without_a_key_the_answer_is_401_with_a_challenge() throws Exception {
        var answer = server.send(server.request("/v1/things"));
        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.headers().firstValue("WWW-Authenticate")).hasValue("Bearer");
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        assertThat(answer.body()).contains("\"code\":\"unauthenticated\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bearer", "Bearer x", "Basic abc", "Bearer sl_00000000000000000000000000000000_short", ""})
    void a_malformed_key_is_401(String header) throws Exception {
        var answer = server.send(server.request("/v1/things").header("Authorization", header));
        assertThat(answer.statusCode()).isEqualTo(401);
    }

    @Test
    void a_wrong_secret_is_401_and_says_no_more_than_an_unknown_key() throws Exception {
        var wrong = server.send(server.request("/v1/things", ApiKey.generate(reader.keyId())));
        var unknown = server.send(server.request("/v1/things", ApiKey.generate(UUID.randomUUID())));
        assertThat(wrong.statusCode()).isEqualTo(401);
        assertThat(wrong.body()).isEqualTo(unknown.body());
    }

    @Test
    void two_authorization_headers_are_401() throws Exception {
        var answer =
                server.send(server.request("/v1/things", reader).header("Authorization", "Bearer " + reader.text()));
        assertThat(answer.statusCode()).isEqualTo(401);
    }

    @Test
    void a_key_in_the_address_is_401_even_beside_a_good_one() throws Exception {
        var answer = server.send(server.request("/v1/things?q=" + reader.text(), reader));
        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.body()).doesNotContain(reader.secret());
    }

    @Test
    void a_revoked_key_is_401_at_once() throws Exception {
        var key = server.key("admin");
        assertThat(server.send(server.request("/v1/things", key)).statusCode()).isEqualTo(200);
        server.revoke(key);
        assertThat(server.send(server.request("/v1/things", key)).statusCode()).isEqualTo(401);
    }

    @Test
    void a_scope_that_is_missing_is_403() throws Exception {
        assertThat(server.post(reader, "{}").statusCode()).isEqualTo(403);
        assertThat(server.send(server.request("/v1/api-keys", server.key("write")))
                        .statusCode())
                .isEqualTo(403);
        assertThat(server.send(server.request("/v1/things", server.key("write")))
                        .statusCode())
                .isEqualTo(403);
    }

    @Test
    void admin_may_do_everything() throws Exception {
        var admin = server.key("admin");
        assertThat(server.send(server.request("/v1/api-keys", admin)).statusCode())
                .isEqualTo(200);
        assertThat(server.post(admin, "{\"name\":\"a\",\"size\":1}").statusCode())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/actuator", "/actuator/env", "/login", "/swagger-ui.html", "/v2/things"})
    void what_is_not_a_door_is_404_for_everybody(String path) throws Exception {
        assertThat(server.send(server.request(path)).statusCode()).isEqualTo(404);
        assertThat(server.send(server.request(path, reader)).statusCode()).isEqualTo(404);
    }

    @Test
    void the_method_cannot_be_overridden() throws Exception {
        var answer = server.send(server.request("/v1/things", reader)
                .header("X-HTTP-Method-Override", "GET")
                .POST(BodyPublishers.noBody()));
        assertThat(answer.statusCode()).isEqualTo(403);
    }
}
