package io.stageline.eventlog;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stageline.eventlog.Unreadable.Reason;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

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

    static Stream<String> releasedTypes() throws IOException {
        var folder = Path.of(
                requireNonNull(StoredShapesTest.class.getResource("/events")).getPath());
        try (var samples = Files.list(folder)) {
            return samples.map(sample -> typeOf(sample.getFileName().toString())).sorted().toList().stream();
        }
    }

    /** A sample stays here for ever; when its type loses its record, it needs an upcast. */
    @ParameterizedTest
    @MethodSource("releasedTypes")
    void every_released_sample_has_a_reader(String type) throws IOException {
        var event = TYPES.read(type, sample(type));
        assertThat(TYPES.typeOf(event)).isEqualTo(TYPES.newest(type));
    }

    @Test
    void an_old_revision_is_read_as_the_newest() throws IOException {
        var types = new EventTypes(List.of(
                new Upcast("journal.titled/1", "journal.titled/2", json -> moved(json, "title", "headline")),
                new Upcast("journal.titled/2", "journal.renamed/1", json -> moved(json, "headline", "name"))));
        var old = sample("journal.renamed/1").replace("\"name\"", "\"title\"");
        assertThat(types.read("journal.titled/1", old))
                .isEqualTo(types.read("journal.renamed/1", sample("journal.renamed/1")));
        assertThat(types.newest("journal.titled/1")).isEqualTo("journal.renamed/1");
        assertThat(types.knows("journal.titled/2")).isTrue();
    }

    @Test
    void an_amount_survives_an_upcast_digit_by_digit() throws IOException {
        var types = new EventTypes(List.of(new Upcast("decided/1", "entry.decision-taken/1", json -> json)));
        var exact = sample("entry.decision-taken/1").replace("50.25", "12345678901234567.10");
        assertThat(types.read("decided/1", exact)).isEqualTo(types.read("entry.decision-taken/1", exact));
    }

    @Test
    void an_upcast_must_lead_to_a_type_that_there_is() {
        var nowhere = new Upcast("journal.titled/1", "journal.titled/2", json -> json);
        var back = new Upcast("journal.titled/2", "journal.titled/1", json -> json);
        var needless = new Upcast("journal.renamed/1", "journal.created/1", json -> json);
        for (var wrong : List.of(List.of(nowhere), List.of(nowhere, back), List.of(needless)))
            assertThatThrownBy(() -> new EventTypes(wrong)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void who_must_go_on_gets_a_mark_in_the_place_of_what_cannot_be_read() {
        assertThat(readOrTell("entry.teleported/1", "{}"))
                .isEqualTo(new Unreadable("entry.teleported/1", Reason.UNKNOWN_TYPE));
        for (var payload : List.of("{\"future\": 1}", "null", "[]", "not JSON"))
            assertThat(readOrTell("journal.renamed/1", payload))
                    .as(payload)
                    .isEqualTo(new Unreadable("journal.renamed/1", Reason.UNREADABLE));
    }

    private static Object readOrTell(String type, String payload) {
        var bytes = payload.getBytes(StandardCharsets.UTF_8);
        return TYPES.readOrTell(type, bytes, 0, bytes.length);
    }

    private static ObjectNode moved(ObjectNode json, String from, String to) {
        json.set(to, json.remove(from));
        return json;
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

    private static String typeOf(String file) {
        var name = file.substring(0, file.length() - ".json".length());
        var revision = name.lastIndexOf('.');
        return name.substring(0, revision) + "/" + name.substring(revision + 1);
    }

    private static String fileOf(String type) {
        return type.replace('/', '.') + ".json";
    }
}
