package io.stageline.eventlog;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.json.JsonMapper;

/** Stored events are a promise: each released type and revision has a sample that is read and written unchanged. */
class StoredShapesTest {
    private static final EventTypes TYPES = new EventTypes();
    private static final JsonMapper JSON = JsonMapper.builder().build();

    static Stream<String> storedTypes() {
        return TYPES.names().values().stream().sorted();
    }

    @ParameterizedTest
    @MethodSource("storedTypes")
    void a_stored_event_is_read_and_written_as_it_was(String type) throws IOException {
        var sample = sample(type);
        var event = TYPES.read(type, sample);
        assertThat(TYPES.typeOf(event)).isEqualTo(type);
        assertThat(JSON.readTree(TYPES.write(event))).isEqualTo(JSON.readTree(sample));
    }

    @Test
    void every_sample_is_of_a_type_that_is_still_known() throws IOException {
        var folder = Path.of(requireNonNull(getClass().getResource("/events")).getPath());
        try (var samples = Files.list(folder)) {
            assertThat(samples.map(sample -> sample.getFileName().toString()))
                    .containsExactlyInAnyOrderElementsOf(
                            storedTypes().map(StoredShapesTest::fileOf).toList());
        }
    }

    @Test
    void a_type_from_the_future_is_named_and_not_guessed() {
        assertThatThrownBy(() -> TYPES.read("entry.teleported/1", "{}"))
                .isInstanceOf(UnknownEventType.class)
                .hasMessageContaining("entry.teleported/1");
    }

    private static String sample(String type) throws IOException {
        try (var file = StoredShapesTest.class.getResourceAsStream("/events/" + fileOf(type))) {
            return new String(requireNonNull(file, type).readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static String fileOf(String type) {
        return type.replace('/', '.') + ".json";
    }
}
