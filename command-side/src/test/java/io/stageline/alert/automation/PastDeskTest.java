package io.stageline.alert.automation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.stageline.refusal.Code;
import io.stageline.refusal.Refused;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PastDeskTest {
    private final PastDesk desk = new PastDesk();
    private final CompletableFuture<String> wait = new CompletableFuture<>();
    private final UUID ada = UUID.randomUUID();

    @AfterEach
    void close() {
        wait.complete("answered");
        desk.close();
    }

    private Code refused(UUID tenant) {
        return catchThrowableOfType(Refused.class, () -> desk.ask(tenant, () -> "answered"))
                .refusal()
                .code();
    }

    @Test
    void a_second_question_of_a_tenant_is_refused_until_the_first_is_answered() {
        var first = desk.ask(ada, wait::join);
        assertThat(refused(ada)).isEqualTo(Code.TOO_MANY_REQUESTS);
        wait.complete("answered");
        assertThat(first.join()).isEqualTo("answered");
        assertThat(desk.ask(ada, () -> "again").join()).isEqualTo("again");
    }

    @Test
    void two_tenants_are_answered_side_by_side_and_a_third_comes_later() {
        var questions = List.of(desk.ask(ada, wait::join), desk.ask(UUID.randomUUID(), wait::join));
        assertThat(refused(UUID.randomUUID())).isEqualTo(Code.OVERLOADED);
        wait.complete("answered");
        questions.forEach(one -> assertThat(one.join()).isEqualTo("answered"));
    }

    @Test
    void a_question_that_fails_leaves_its_place() {
        desk.ask(ada, () -> {
                    throw new IllegalStateException("broken");
                })
                .handle((answer, failed) -> failed)
                .join();
        assertThat(desk.ask(ada, () -> "again").join()).isEqualTo("again");
    }
}
