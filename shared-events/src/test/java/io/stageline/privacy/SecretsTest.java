package io.stageline.privacy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.UUID;
import org.junit.jupiter.api.Test;

class SecretsTest {
    private static final UUID TENANT = UUID.randomUUID();
    private static final UUID THING = UUID.randomUUID();

    private final Secrets secrets = new Secrets(new MasterKey(new byte[MasterKey.BYTES]));

    @Test
    void a_sealed_secret_says_nothing_and_is_opened_where_it_belongs() {
        var sealed = secrets.seal(TENANT, THING, "secret", "whsec_abc");
        assertThat(sealed.box()).doesNotContain("whsec");
        assertThat(secrets.open(TENANT, THING, "secret", sealed)).isEqualTo("whsec_abc");
        assertThat(secrets.seal(TENANT, THING, "secret", "whsec_abc")).isNotEqualTo(sealed);
    }

    @Test
    void a_secret_that_was_moved_to_another_tenant_thing_or_field_is_not_opened() {
        var sealed = secrets.seal(TENANT, THING, "secret", "whsec_abc");
        assertThatThrownBy(() -> secrets.open(THING, THING, "secret", sealed))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> secrets.open(TENANT, TENANT, "secret", sealed))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> secrets.open(TENANT, THING, "url", sealed)).isInstanceOf(IllegalStateException.class);
    }
}
