package io.stageline.whole;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.f4b6a3.uuid.UuidCreator;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** For every route that is served and names an id: another tenant's id answers exactly like one that does not exist. */
class TenantWallTest {
    /** A valid body for every route that takes one; a new route without a body here fails. */
    private static final Map<String, String> BODIES = Map.of(
            "PATCH /v1/journals/{journalId}", "{\"name\":\"mine now\"}",
            "PATCH /v1/contacts/{contactId}", "{\"name\":\"mine now\"}",
            "PUT /v1/journals/{journalId}/entries/{contactId}", "{}",
            "POST /v1/journals/{journalId}/entries/{contactId}/stages", "{\"stage\":\"MEET\"}",
            "PUT /v1/journals/{journalId}/entries/{contactId}/decision", "{\"status\":\"PLEDGED\"}");

    private final Client owner = TheServer.newTenant();
    private final Client stranger = TheServer.newTenant();
    private final String journal = owner.journal("Private");
    private final String contact = owner.contact("Ada Lovelace");
    private final String keyId = owner.get("/v1/api-keys").at("/items/0/keyId");

    @TestFactory
    List<DynamicTest> every_route_keeps_the_wall() {
        var entry = owner.entry(journal, contact);
        var last = owner.post(entry + "/stages", "{\"stage\":\"CONTACT\"}").number("/position");
        owner.get("/v1/journals/" + journal + "/grid?minPosition=" + last);
        var tests = new ArrayList<DynamicTest>();
        var paths = new Client(TheServer.url(), null).get("/v3/api-docs").json().at("/paths");
        paths.forEachEntry((path, methods) -> methods.forEachEntry((method, operation) -> {
            if (path.contains("{"))
                tests.add(DynamicTest.dynamicTest(
                        method.toUpperCase(java.util.Locale.ROOT) + " " + path,
                        () -> foreignLooksUnknown(method.toUpperCase(java.util.Locale.ROOT), path)));
        }));
        assertThat(tests).hasSizeGreaterThan(12);
        return tests;
    }

    private void foreignLooksUnknown(String method, String path) {
        var body = BODIES.get(method + " " + path);
        if (body == null && (method.equals("PUT") || method.equals("PATCH")))
            throw new AssertionError("give this test a body for " + method + " " + path);
        var foreign = path.replace("{journalId}", journal)
                .replace("{contactId}", contact)
                .replace("{keyId}", keyId);
        var unknown = path;
        while (unknown.contains("{"))
            unknown = unknown.replaceFirst(
                    "\\{[^}]*}", UuidCreator.getTimeOrderedEpoch().toString());
        assertThat(foreign).as("an id for every name in the path").doesNotContain("{");

        var toForeign = stranger.send(method, foreign, body);
        var toUnknown = stranger.send(method, unknown, body);

        assertThat(toForeign.status()).isEqualTo(404).isEqualTo(toUnknown.status());
        assertThat(toForeign.text().replace(foreign, ""))
                .isEqualTo(toUnknown.text().replace(unknown, ""));
        assertThat(toForeign.headers().map().keySet())
                .isEqualTo(toUnknown.headers().map().keySet());
    }
}
