package io.stageline.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stageline.cli.Api;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

class ServerTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    private static Path directory;

    @SuppressWarnings("NullAway.Init")
    private static Server server;

    private final HttpClient http = HttpClient.newHttpClient();

    @BeforeAll
    static void start() {
        server = Server.start(settings());
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void it_lives_without_asking_anybody() throws Exception {
        assertThat(get("/livez").body()).isEqualTo("{\"status\":\"up\"}");
    }

    @Test
    void it_is_ready_when_everything_it_needs_answers() throws Exception {
        HttpResponse<String> ready = get("/readyz");
        assertThat(ready.statusCode()).isEqualTo(200);
        var checks = new JsonMapper().readTree(ready.body()).path("checks");
        assertThat(checks.propertyNames()).containsExactly("accepting", "database", "eventLog", "projections");
        assertThat(checks).allSatisfy(check -> assertThat(check.asString()).isEqualTo("ok"));
    }

    @Test
    void metrics_of_pools_are_scraped_and_no_other_endpoint_is_open() throws Exception {
        assertThat(get("/actuator/prometheus").body())
                .contains("hikaricp_connections_active{pool=\"write\"}")
                .contains("hikaricp_connections_active{pool=\"projections\"}")
                .contains("r2dbc_pool_acquired_connections");
        assertThat(get("/actuator").statusCode()).isEqualTo(404);
        assertThat(get("/actuator/env").statusCode()).isEqualTo(404);
    }

    @Test
    void the_alarms_of_all_parts_are_scraped() throws Exception {
        assertThat(get("/actuator/prometheus").body())
                .containsPattern("stageline_alarm\\{name=\"unevaluated-rules\".* 0.0")
                .containsPattern("stageline_alarm\\{name=\"dead-letters\",projection=\"grid\".* 0.0")
                .contains("stageline_alert_unevaluated_ratio 0.0");
    }

    @Test
    void the_first_admin_key_opens_the_api_and_only_its_owner_can_read_it() throws Exception {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(server.adminKey())))
                .isEqualTo("rw-------");
        assertThat(new Api(server.url(), Files.readString(server.adminKey()).strip())
                        .get("/v1/journals")
                        .path("total")
                        .isNumber())
                .isTrue();
        assertThat(get("/v1/journals").statusCode()).isEqualTo(401);
    }

    @Test
    void a_second_server_over_the_same_data_is_refused() {
        assertThatThrownBy(() -> Server.start(settings()))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining(server.url());
    }

    @Test
    void a_port_in_use_is_refused_and_leaves_nothing_running(@TempDir Path other) {
        int taken = URI.create(server.url()).getPort();
        assertThatThrownBy(() -> Server.start(new Settings(other, taken, null, null)))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("in use");
        assertThat(other.resolve("postgres/postmaster.pid")).doesNotExist();
    }

    @Test
    void a_tenant_is_opened_beside_the_running_server() {
        String key = TenantOpening.open(settings(), "another");
        assertThat(new Api(server.url(), key).get("/v1/journals").path("total").asInt())
                .isZero();
    }

    @Test
    void it_works_on_an_external_database(@TempDir Path other) throws Exception {
        try (EmbeddedDatabase external = EmbeddedDatabase.start(directory(other), "external")) {
            String url = "postgresql://postgres:external@127.0.0.1:%d/postgres"
                    .formatted(external.address().port());
            String key = Base64.getEncoder().encodeToString(new byte[32]);
            try (Server on = Server.start(new Settings(other.resolve("server"), 0, url, key))) {
                assertThat(get(on.url(), "/readyz").statusCode()).isEqualTo(200);
            }
            assertThatThrownBy(() -> Server.start(new Settings(other.resolve("without"), 0, url, null)))
                    .isInstanceOf(Refusal.class)
                    .hasMessageContaining("The master key is missing");
            var two = new Settings(other.resolve("two"), 0, url, key, 2, Set.of(Role.values()));
            assertThatThrownBy(() -> Server.start(two))
                    .hasMessageContaining("has 1 log")
                    .isInstanceOfSatisfying(Refusal.class, refusal -> assertThat(refusal.exitCode())
                            .isEqualTo(Refusal.WRONG_USE));
        }
    }

    @Test
    void what_cannot_be_is_refused_before_anything_starts(@TempDir Path other) {
        assertThatThrownBy(() -> new Settings(other, 0, null, null, 65, Set.of(Role.values())))
                .hasMessageContaining("between 1 and 64");
        assertThatThrownBy(() -> new Settings(other, 0, null, null, null, Set.of(Role.query)))
                .hasMessageContaining("--database-url");
    }

    private static Path directory(Path parent) {
        return parent.resolve("external");
    }

    private static Settings settings() {
        return new Settings(directory.resolve("data"), 0, null, null);
    }

    private HttpResponse<String> get(String path) throws Exception {
        return get(server.url(), path);
    }

    private HttpResponse<String> get(String url, String path) throws Exception {
        return http.send(HttpRequest.newBuilder(URI.create(url + path)).build(), BodyHandlers.ofString());
    }
}
