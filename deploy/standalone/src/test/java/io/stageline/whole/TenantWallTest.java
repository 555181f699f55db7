package io.stageline.whole;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.f4b6a3.uuid.UuidCreator;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** For every route that is served and names an id: another tenant's id answers exactly like one that does not exist. */
class TenantWallTest {
    private static final String NO_NUMBER = "999999";

    private final Client owner = TheServer.newTenant();
    private final Client stranger = TheServer.newTenant();

    @TestFactory
    Stream<DynamicTest> every_route_keeps_the_wall() {
        return Sample.all().stream()
                .filter(sample -> sample.route().hasIds())
                .map(sample -> DynamicTest.dynamicTest(sample.toString(), () -> foreignLooksUnknown(sample)));
    }

    @Test
    void there_are_routes_with_ids() {
        assertThat(Route.all().stream().filter(Route::hasIds)).hasSizeGreaterThan(12);
    }

    private void foreignLooksUnknown(Sample sample) {
        var ids = sample.ids(owner);
        var foreign = sample.with(ids);
        var unknown = sample.with(unknown(sample.route(), ids));

        var toForeign = foreign.send(stranger, foreign.target());
        var toUnknown = unknown.send(stranger, unknown.target());

        assertThat(toForeign.status()).isEqualTo(404).isEqualTo(toUnknown.status());
        assertThat(toForeign.text().replace(path(foreign), ""))
                .isEqualTo(toUnknown.text().replace(path(unknown), ""));
        assertThat(toForeign.headers().map().keySet())
                .isEqualTo(toUnknown.headers().map().keySet());
    }

    /** The same words, but ids that nobody has. */
    private static Map<String, String> unknown(Route route, Map<String, String> ids) {
        var unknown = new HashMap<>(ids);
        route.ids().forEach((name, type) -> {
            if (type == UUID.class)
                unknown.put(name, UuidCreator.getTimeOrderedEpoch().toString());
            if (type == int.class) unknown.put(name, NO_NUMBER);
        });
        return unknown;
    }

    private static String path(Sample sample) {
        return sample.target().replaceAll("\\?.*", "");
    }
}
