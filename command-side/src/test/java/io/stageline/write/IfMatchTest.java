package io.stageline.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stageline.refusal.Refused;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IfMatchTest {

    @Test
    void without_the_header_there_is_no_precondition() {
        assertThat(IfMatch.of(List.of())).isNull();
    }

    @Test
    void a_star_holds_for_whatever_exists() {
        var any = of("*");
        assertThat(any.holds(1)).isTrue();
        assertThat(any.holds(0)).isFalse();
        assertThat(any.base()).isNegative();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"\"7\"", " \"7\" ", "\"3\", \"7\"", "W/\"9\",\"7\"", ",\"7\",,", "\"7.12.69a1f3c0\", \"x\""})
    void a_version_in_a_list_holds(String sent) {
        assertThat(of(sent).holds(7)).isTrue();
        assertThat(of(sent).holds(8)).isFalse();
        assertThat(of(sent).base()).isEqualTo(7);
    }

    @Test
    void several_headers_are_one_list() {
        assertThat(of("\"3\"", "\"7\"").versions()).containsExactly(3L, 7L);
    }

    @ParameterizedTest
    @ValueSource(strings = {"W/\"7\"", "\"seven\"", "\"\"", "\"07\"", "\"-7\"", "\"7x\"", "\"7777777777777777777\""})
    void a_tag_that_is_weak_or_none_of_ours_holds_never(String sent) {
        assertThat(of(sent).holds(7)).isFalse();
        assertThat(of(sent).base()).isNegative();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "7",
                "\"7",
                "7\"",
                "\"7\" \"8\"",
                "*, \"7\"",
                "\"7\", *",
                "w/\"7\"",
                "\"7\"x",
                "\"a\tb\""
            })
    void what_is_no_list_of_tags_is_malformed(String sent) {
        assertThatThrownBy(() -> of(sent)).isInstanceOfSatisfying(Refused.class, refused -> assertThat(
                        refused.refusal().code().wire())
                .isEqualTo("precondition-malformed"));
    }

    private static IfMatch of(String... sent) {
        return java.util.Objects.requireNonNull(IfMatch.of(List.of(sent)));
    }
}
