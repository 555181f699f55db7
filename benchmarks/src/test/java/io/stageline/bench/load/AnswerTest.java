package io.stageline.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class AnswerTest {
    private static final String BODY = "{\"position\":12}";
    private static final String ANSWER = "HTTP/1.1 201 Created\r\nContent-Type: application/json\r\nETag: \"17\"\r\n"
            + "Stageline-Position: 4711\r\nContent-Length: " + BODY.length() + "\r\n\r\n" + BODY;

    private final ByteBuffer received = ByteBuffer.allocate(1024);

    @Test
    void an_answer_is_complete_with_its_last_byte_however_it_is_split() {
        var bytes = ANSWER.getBytes(StandardCharsets.US_ASCII);
        for (var n = 0; n < bytes.length; n++) {
            assertThat(Answer.lengthOf(received)).as("after %d bytes", n).isZero();
            received.put(bytes[n]);
        }

        assertThat(Answer.lengthOf(received)).isEqualTo(bytes.length);
    }

    @Test
    void what_a_load_needs_is_read_from_head_and_body() {
        var answer = answer(ANSWER);

        assertThat(answer.status()).isEqualTo(201);
        assertThat(answer.isGood()).isTrue();
        assertThat(answer.version()).isEqualTo(17);
        assertThat(answer.position()).isEqualTo(4711);
        assertThat(answer.body()).isEqualTo(BODY);
    }

    @Test
    void names_of_headers_are_found_in_any_spelling_and_what_is_absent_is_told() {
        var answer = answer("HTTP/1.1 503 Service Unavailable\r\ncontent-LENGTH: 0\r\n\r\n");

        assertThat(answer.isGood()).isFalse();
        assertThat(answer.version()).isEqualTo(-1);
        assertThat(answer.body()).isEmpty();
    }

    @Test
    void an_answer_without_a_body_ends_with_its_head() {
        received.put("HTTP/1.1 204 No Content\r\n\r\n".getBytes(StandardCharsets.US_ASCII));

        assertThat(Answer.lengthOf(received)).isEqualTo(received.position());
    }

    private Answer answer(String text) {
        received.put(text.getBytes(StandardCharsets.US_ASCII));
        return Answer.of(received);
    }
}
