package io.stageline.projection.bulk;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class HeldRowsTest {
    private final HeldRows<Character, String> rows = new HeldRows<>(row -> row.charAt(0), String::length);

    @Test
    void what_was_quiet_is_forgotten_and_what_changed_is_kept() {
        rows.changed(List.of("a1", "b1", "c1"));
        rows.written();
        rows.changed(List.of("b2"));
        rows.found(List.of("d1"));
        rows.forgetQuiet();
        assertThat(rows.of(List.of('a', 'b', 'c', 'd'))).containsExactly("b2");
        assertThat(rows.missing(List.of('a', 'b'))).containsExactly('a');
        assertThat(rows.outdated()).containsExactly('b');
        assertThat(rows.unwritten()).containsExactly("b2");
    }

    @Test
    void a_long_row_weighs_as_much_as_several() {
        rows.changed(List.of("a1", "b"));
        assertThat(rows.weighs()).isEqualTo(3);
        rows.changed(List.of("a12345"));
        assertThat(rows.weighs()).isEqualTo(7);
        rows.written();
        rows.changed(List.of("b"));
        rows.forgetQuiet();
        assertThat(rows.weighs()).isEqualTo(1);
        rows.forget();
        assertThat(rows.weighs()).isZero();
    }
}
