package io.stageline.write;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.stageline.eventlog.Snapshots;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.json.JsonMapper;

/** Each shape has a sample; when the fields of an aggregate change, its shape needs another revision and another sample. */
class SnapshotShapesTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    static Stream<Map.Entry<Class<?>, String>> shapes() {
        return CommandSide.SHAPES.entrySet().stream();
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void a_state_is_read_and_written_as_it_was(Map.Entry<Class<?>, String> shape) throws IOException {
        var sample = sample(shape.getValue());
        var written = Snapshots.write(Snapshots.read(shape.getKey(), sample));
        assertThat(JSON.readTree(written)).isEqualTo(JSON.readTree(sample));
    }

    private static String sample(String shape) throws IOException {
        var name = "/snapshots/" + shape.replace('/', '.') + ".json";
        try (var file = SnapshotShapesTest.class.getResourceAsStream(name)) {
            return new String(requireNonNull(file, name).readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
