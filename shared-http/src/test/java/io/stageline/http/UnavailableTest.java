package io.stageline.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.r2dbc.spi.R2dbcTransientException;
import io.stageline.refusal.Code;
import io.stageline.refusal.Refusal;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UnavailableTest {
    private static final String SAID = "deadlock detected: Ada Lovelace";

    @ParameterizedTest
    @ValueSource(strings = {"57014", "55P03", "40P01", "40001"})
    void what_may_succeed_when_it_is_tried_again_is_no_fault_of_the_server(String state) {
        for (var failed : List.of(new SQLException(SAID, state), new R2dbcTransientException(SAID, state) {}))
            assertThat(Unavailable.refusal(failed))
                    .returns(Code.OVERLOADED, Refusal::code)
                    .extracting(Refusal::because)
                    .asString()
                    .doesNotContain("Ada");
    }

    @Test
    void an_error_that_comes_again_is_one() {
        assertThat(Unavailable.refusal(new SQLException(SAID, "22003"))).isNull();
    }
}
