package io.stageline.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DatabaseAddressTest {
    @Test
    void a_url_names_everything_and_shows_no_password() {
        DatabaseAddress address = DatabaseAddress.parse("postgresql://me:p%40ss+word@db.example:6000/line");
        assertThat(address).isEqualTo(new DatabaseAddress("db.example", 6000, "line", "me", "p@ss+word"));
        assertThat(address.toString()).isEqualTo("jdbc:postgresql://db.example:6000/line");
    }

    @Test
    void the_port_may_be_left_out() {
        assertThat(DatabaseAddress.parse("postgresql://me:you@db/line").port()).isEqualTo(5432);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "db", "postgresql://db/line", "postgresql://me@db/line", "not a url"})
    void anything_else_is_wrong_use(String url) {
        assertThatThrownBy(() -> DatabaseAddress.parse(url))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("must look like");
    }
}
