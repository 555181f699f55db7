package io.stageline.signal.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stageline.refusal.Code;
import io.stageline.refusal.Refused;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class AdmissionTest {
    private final Admission admission = new Admission();
    private final UUID heavy = UUID.randomUUID();
    private final UUID light = UUID.randomUUID();

    private Runnable enter(UUID tenant, int times) {
        for (var n = 1; n < times; n++) admission.enter(tenant);
        return admission.enter(tenant);
    }

    private static void refused(Code code, ThrowingCallable entering) {
        assertThatThrownBy(entering).isInstanceOfSatisfying(Refused.class, refused -> assertThat(
                        refused.refusal().code())
                .isEqualTo(code));
    }

    @Test
    void a_tenant_has_four_under_way_until_one_of_them_is_done() {
        var done = enter(heavy, 4);
        refused(Code.TOO_MANY_REQUESTS, () -> admission.enter(heavy));
        done.run();
        admission.enter(heavy);
    }

    @Test
    void heavy_tenants_never_take_the_place_of_the_first_one_of_a_light_tenant() {
        for (var n = 0; n < 7; n++) enter(UUID.randomUUID(), 1);
        admission.enter(heavy);
        refused(Code.OVERLOADED, () -> admission.enter(heavy));
        admission.enter(light);
    }

    @Test
    void two_heavy_tenants_leave_half_of_all_places() {
        enter(heavy, 4);
        enter(UUID.randomUUID(), 4);
        for (var n = 0; n < 8; n++) admission.enter(UUID.randomUUID());
        refused(Code.OVERLOADED, () -> admission.enter(light));
    }

    @Test
    void a_place_is_freed_once() {
        var done = admission.enter(heavy);
        enter(heavy, 3);
        done.run();
        done.run();
        admission.enter(heavy);
        refused(Code.TOO_MANY_REQUESTS, () -> admission.enter(heavy));
    }
}
