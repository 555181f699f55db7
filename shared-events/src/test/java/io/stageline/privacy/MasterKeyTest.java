package io.stageline.privacy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class MasterKeyTest {
    private static final MasterKey MASTER = new MasterKey(new byte[MasterKey.BYTES]);
    private static final byte[] TEXT = "what was found".getBytes(UTF_8);

    @Test
    void what_is_sealed_is_opened_for_the_same_purpose() {
        var sealed = MASTER.seal("letter 1", TEXT);
        assertThat(new String(sealed, UTF_8)).doesNotContain("found");
        assertThat(new MasterKey(new byte[MasterKey.BYTES]).open("letter 1", sealed))
                .isEqualTo(TEXT);
    }

    @Test
    void it_is_opened_for_no_other_purpose_and_by_no_other_key() {
        var sealed = MASTER.seal("letter 1", TEXT);
        var other = new byte[MasterKey.BYTES];
        other[0] = 1;
        assertThatThrownBy(() -> MASTER.open("letter 2", sealed)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> new MasterKey(other).open("letter 1", sealed))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void what_was_tampered_with_is_not_opened() {
        var sealed = MASTER.seal("letter 1", TEXT);
        sealed[sealed.length - 1] ^= 1;
        assertThatThrownBy(() -> MASTER.open("letter 1", sealed)).isInstanceOf(IllegalStateException.class);
    }
}
