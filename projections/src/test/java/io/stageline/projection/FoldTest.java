package io.stageline.projection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stageline.eventlog.Origin;
import io.stageline.eventlog.Recorded;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class FoldTest {
    private static final UUID ID = UUID.randomUUID();

    private record Word(String text) {}

    private record Silence() {}

    private record Said(String text, long version) {}

    private final Fold<Said> fold = Fold.ofStream(Said::version)
            .on(Word.class, (said, word, recorded) -> new Said(said.text + word.text, recorded.version()))
            .ignored(Silence.class);

    @Test
    void the_next_event_is_folded() {
        assertThat(fold.after(new Said("a", 1), recorded(2, new Word("b")))).isEqualTo(new Said("ab", 2));
    }

    @Test
    void an_event_that_is_folded_already_leaves_the_very_same_state() {
        var said = new Said("ab", 2);
        assertThat(fold.after(said, recorded(2, new Word("b")))).isSameAs(said);
    }

    @Test
    void a_missing_event_is_loud() {
        assertThatThrownBy(() -> fold.after(new Said("a", 1), recorded(3, new Word("c"))))
                .isInstanceOf(Gap.class);
    }

    @Test
    void an_event_nobody_spoke_of_is_loud() {
        assertThatThrownBy(() -> fold.after(new Said("a", 1), recorded(2, "unheard of")))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void the_table_says_what_is_handled() {
        assertThat(fold.handledTypes()).containsExactlyInAnyOrder(Word.class, Silence.class);
    }

    private static Recorded recorded(long version, Object event) {
        return new Recorded(version, ID, ID, version, ID, event, Instant.EPOCH, new Origin(ID, ID, ID));
    }
}
