package io.stageline.signal.write;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stageline.refusal.Refused;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

class SpansTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private static List<String> elements(String body) {
        var bytes = body.getBytes(UTF_8);
        return Spans.elements(bytes).stream()
                .map(span -> new String(bytes, span.from(), span.length(), UTF_8).strip())
                .toList();
    }

    @Test
    void elements_are_told_apart_whatever_they_hold() {
        assertThat(elements(" [ {\"a\":[1,2]} , \"],\\\",[\" ,7,[[]] ,ä] \n"))
                .containsExactly("{\"a\":[1,2]}", "\"],\\\",[\"", "7", "[[]]", "ä");
        assertThat(elements("[]")).isEmpty();
        assertThat(elements("[ ]")).isEmpty();
    }

    @Test
    void an_element_that_is_no_json_is_one_for_itself() {
        assertThat(elements("[{\"a\":1},{a:},,{\"b\" 2}]")).containsExactly("{\"a\":1}", "{a:}", "", "{\"b\" 2}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[", "[1", "[1,", "[1]]", "[1] 2", "[{]", "[\"]", "[\"\\", "[}"})
    void an_array_without_its_end_is_refused_as_a_whole(String body) {
        assertThatThrownBy(() -> elements(body)).isInstanceOf(Refused.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "{}", "7", "null", "\uFEFF[]"})
    void what_is_no_array_is_refused(String body) {
        assertThatThrownBy(() -> elements(body)).isInstanceOf(Refused.class);
    }

    @Property(tries = 200)
    void it_splits_as_a_parser_does(@ForAll @Size(max = 20) List<List<String>> values) {
        var json = JSON.writeValueAsString(values);
        assertThat(elements(json))
                .isEqualTo(values.stream().map(JSON::writeValueAsString).toList());
    }

    @Test
    void lines_may_lack_their_last_end_and_empty_ones_count() {
        assertThat(Spans.lines("a\nb".getBytes(UTF_8))).hasSize(2);
        assertThat(Spans.lines("a\nb\n".getBytes(UTF_8))).hasSize(2);
        assertThat(Spans.lines("a\n\nb\n".getBytes(UTF_8))).hasSize(3);
        assertThat(Spans.lines(new byte[0])).isEmpty();
    }

    @Test
    void at_most_a_thousand_are_taken_at_once() {
        assertThat(elements("[" + "1,".repeat(999) + "1]")).hasSize(1_000);
        assertThatThrownBy(() -> elements("[" + "1,".repeat(1_000) + "1]")).isInstanceOf(Refused.class);
        assertThatThrownBy(() -> Spans.lines("1\n".repeat(1_001).getBytes(UTF_8)))
                .isInstanceOf(Refused.class);
    }
}
