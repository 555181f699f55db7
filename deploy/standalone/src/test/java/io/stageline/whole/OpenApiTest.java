package io.stageline.whole;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

class OpenApiTest {
    private static final Path FILE = Path.of(System.getProperty("stageline.root", "../.."), "docs", "openapi.json");
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private final JsonNode served =
            new Client(TheServer.url(), null).get("/v3/api-docs").json();

    @Test
    void the_file_is_what_is_served() throws IOException {
        var text = JSON.writeValueAsString(served) + "\n";
        if (Boolean.getBoolean("stageline.openapi.write")) Files.writeString(FILE, text);
        assertThat(text)
                .as("docs/openapi.json; if the change is meant, write it anew:"
                        + " mvn verify -pl deploy/standalone -am -Dtest=OpenApiTest"
                        + " -Dsurefire.failIfNoSpecifiedTests=false -Dstageline.openapi.write=true")
                .isEqualTo(Files.readString(FILE));
    }

    @Test
    void every_route_says_what_it_does_what_it_takes_and_how_it_fails() {
        var names = new ArrayList<String>();
        for (var route : Route.all()) {
            var method = route.method().toLowerCase(Locale.ROOT);
            var operation = served.path("paths").path(route.path()).path(method);
            names.add(operation.path("operationId").asString(""));
            assertThat(operation.path("summary").asString("")).as("%s", route).isNotBlank();
            assertThat(operation.at("/responses/4XX/$ref").asString(""))
                    .as("%s", route)
                    .endsWith("/Refused");
            assertThat(operation.at("/requestBody/content").toString().contains("$ref"))
                    .as("%s", route)
                    .isEqualTo(route.hasBody());
        }
        assertThat(names).hasSizeGreaterThan(15).doesNotHaveDuplicates().noneMatch(name -> name.contains("_"));
    }

    @Test
    void every_reference_leads_somewhere() {
        served.findValuesAsString("$ref").forEach(reference -> assertThat(
                        served.at(reference.substring(1)).isObject())
                .as(reference)
                .isTrue());
    }
}
