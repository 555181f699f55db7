package io.stageline.alert.automation;

import static org.assertj.core.api.Assertions.assertThat;

import io.stageline.alert.automation.Telling.Kind;
import io.stageline.eventlog.LogUnavailable;
import io.stageline.refusal.Code;
import java.sql.SQLException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.dao.QueryTimeoutException;

class TellingTest {
    private static final int OFTEN = 1_000;

    @ParameterizedTest
    @EnumSource(Code.class)
    void a_refusal_parks_at_once_if_it_lasts_and_never_if_it_does_not(Code code) {
        var refused = new CompletionException(code.because("so").asException());
        assertThat(Telling.of(refused, 0).kind()).isEqualTo(code.lasts() ? Kind.parked : Kind.later);
        assertThat(Telling.of(refused, OFTEN).kind()).isEqualTo(code.lasts() ? Kind.parked : Kind.later);
    }

    @ParameterizedTest
    @MethodSource("reasonsOfTheMoment")
    void what_fails_for_a_reason_of_the_moment_is_never_parked(Exception failure) {
        assertThat(Telling.of(new CompletionException(failure), OFTEN).kind()).isEqualTo(Kind.later);
    }

    private static Stream<Exception> reasonsOfTheMoment() {
        return Stream.of(
                new LogUnavailable("gone", null),
                new QueryTimeoutException("slow"),
                new SQLException("gone"),
                new RejectedExecutionException("stopping"));
    }

    @Test
    void what_the_database_refuses_of_the_data_is_parked_in_the_end() {
        var failure = new CompletionException(new SQLException("no such character", "22021"));
        assertThat(Telling.of(failure, Telling.PATIENCE)).isEqualTo(new Telling(Kind.parked, "SQLException"));
    }

    @Test
    void what_fails_otherwise_is_parked_when_patience_is_at_its_end_and_says_only_of_what_kind_it_is() {
        var failure = new CompletionException(new IllegalStateException("Ada"));
        assertThat(Telling.of(failure, Telling.PATIENCE - 1)).isEqualTo(new Telling(Kind.later, null));
        assertThat(Telling.of(failure, Telling.PATIENCE)).isEqualTo(new Telling(Kind.parked, "IllegalStateException"));
    }
}
