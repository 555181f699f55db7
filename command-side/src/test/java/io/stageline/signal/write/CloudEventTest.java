package io.stageline.signal.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.stageline.refusal.Refused;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** CloudEvents 1.0.2: the specification and its JSON format, rule by rule. */
class CloudEventTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private static ObjectNode event() {
        return (ObjectNode) JSON.readTree("""
                {"specversion": "1.0", "id": "A234-1234-1234", "source": "/cloudevents/spec/pull/123",
                 "type": "com.github.pull_request.opened", "subject": "123", "time": "2018-04-05T17:31:00Z",
                 "comexampleextension1": "value", "comexampleothervalue": 5, "datacontenttype": "text/xml",
                 "data": "<much wow='xml'/>"}""");
    }

    private static Signal with(String name, String value) {
        return CloudEvent.signal(event().set(name, JSON.readTree(value)));
    }

    private static String refusedAt(String name, String value) {
        return pointer(() -> with(name, value));
    }

    private static String pointer(Runnable read) {
        var refused = catchThrowableOfType(Refused.class, read::run);
        assertThat(refused).isNotNull();
        return String.valueOf(refused.refusal().pointer());
    }

    @Test
    void the_example_of_the_specification_is_a_signal() {
        var signal = CloudEvent.signal(event());
        assertThat(signal.id()).isEqualTo("A234-1234-1234");
        assertThat(signal.source()).isEqualTo("/cloudevents/spec/pull/123");
        assertThat(signal.type()).isEqualTo("com.github.pull_request.opened");
        assertThat(signal.subject()).isEqualTo("123");
        assertThat(signal.occurredAt()).isEqualTo(Instant.parse("2018-04-05T17:31:00Z"));
        assertThat(signal.content().data()).hasToString("\"<much wow='xml'/>\"");
        assertThat(signal.content().extensions())
                .hasToString("{\"comexampleextension1\":\"value\",\"comexampleothervalue\":5}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"id", "source", "type", "specversion"})
    void what_is_required_must_be_there_as_a_text_that_is_not_empty(String name) {
        assertThat(pointer(() -> CloudEvent.signal(event().without(name)))).isEqualTo("/" + name);
        for (var value : new String[] {"null", "\"\"", "7", "[]"})
            assertThat(refusedAt(name, value)).isEqualTo("/" + name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"0.3\"", "\"1.1\"", "\"1\""})
    void another_version_of_the_specification_is_not_taken(String version) {
        assertThat(refusedAt("specversion", version)).isEqualTo("/specversion");
    }

    @ParameterizedTest
    @ValueSource(strings = {"subject", "time", "datacontenttype", "dataschema", "data", "comexampleextension1"})
    void a_null_is_a_member_that_is_absent(String name) {
        assertThat(with(name, "null").id()).isEqualTo("A234-1234-1234");
    }

    @ParameterizedTest
    @CsvSource({
        "source, a b",
        "dataschema, not/absolute",
        "dataschema, a b",
        "time, yesterday",
        "time, 2018-04-05",
        "time, 0001-01-01T00:00:00Z",
        "datacontenttype, text"
    })
    void what_has_a_form_must_have_it(String name, String value) {
        assertThat(refusedAt(name, "\"" + value + "\"")).isEqualTo("/" + name);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"https://github.com/cloudevents\"",
                "\"urn:uuid:6e8bc430-9c3a-11d9-9669-0800200c9a66\"",
                "\"1-555-123-4567\""
            })
    void a_source_is_any_reference(String source) {
        assertThat(with("source", source).id()).isNotEmpty();
    }

    @Test
    void a_time_may_have_any_offset_and_be_missing() {
        assertThat(with("time", "\"2018-04-05T19:31:00.123456789+02:00\"").occurredAt())
                .isEqualTo(Instant.parse("2018-04-05T17:31:00.123456Z"));
        assertThat(with("time", "null").occurredAt()).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"a\":1}", "[1,2]", "7", "true", "\"text\""})
    void data_is_any_json(String data) {
        assertThat(with("data", data).content().data()).hasToString(data);
    }

    @Test
    void data_may_be_bytes_instead_but_not_both() {
        assertThat(refusedAt("data_base64", "\"aGVsbG8=\"")).isEqualTo("/data_base64");
        var bytes = event().without("data");
        assertThat(CloudEvent.signal(((ObjectNode) bytes).put("data_base64", "aGVsbG8="))
                        .content()
                        .data())
                .hasToString("\"aGVsbG8=\"");
        assertThat(pointer(() -> CloudEvent.signal(((ObjectNode) bytes).put("data_base64", "***"))))
                .isEqualTo("/data_base64");
    }

    @ParameterizedTest
    @CsvSource({
        "Upper, 1, /Upper",
        "with_line, 1, /with_line",
        "a/b, 1, /a~1b",
        "nested, {}, /nested",
        "listed, [], /listed"
    })
    void an_extension_has_a_plain_name_and_a_plain_value(String name, String value, String pointer) {
        assertThat(refusedAt(name, value)).isEqualTo(pointer);
    }

    @Test
    void a_value_is_an_extension_or_a_number_in_the_data() {
        assertThat(with("value", "4.5").value()).isEqualTo(4.5);
        assertThat(with("value", "\"4.5\"").value()).isEqualTo(4.5);
        assertThat(with("data", "{\"value\": -1}").value()).isEqualTo(-1);
        assertThat(with("data", "{\"value\": \"-1\"}").value()).isNull();
        assertThat(refusedAt("value", "\"much\"")).isEqualTo("/value");
        assertThat(refusedAt("value", "1e999")).isEqualTo("/value");
        assertThat(refusedAt("value", "true")).isEqualTo("/value");
    }

    @Test
    void what_the_product_says_itself_is_not_taken_from_outside() {
        assertThat(refusedAt("type", "\"stageline.alert\"")).isEqualTo("/type");
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "7", "[]", "\"event\""})
    void an_event_is_an_object(String json) {
        assertThat(pointer(() -> CloudEvent.signal(JSON.readTree(json)))).isEmpty();
    }
}
