package io.stageline.cli.importing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class RowIdsTest {
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    @Test
    void another_order_gives_the_same_ids() {
        Row first = row("7", "MEET", NOON);
        Row second = row("7", "ASK", NOON.plusSeconds(60));
        RowIds forwards = new RowIds();
        RowIds backwards = new RowIds();
        List<String> one = List.of(forwards.of(first), forwards.of(second));
        List<String> other = List.of(backwards.of(second), backwards.of(first));
        assertThat(other).containsExactly(one.get(1), one.get(0));
    }

    @Test
    void equal_rows_of_a_case_are_told_apart_and_counted_anew_in_the_next_run() {
        RowIds ids = new RowIds();
        String once = ids.of(row("7", "MEET", NOON));
        String twice = ids.of(row("7", "MEET", NOON));
        assertThat(once).isNotEqualTo(twice).matches("[0-9a-f]{32}");
        RowIds again = new RowIds();
        assertThat(List.of(again.of(row("7", "MEET", NOON)), again.of(row("7", "MEET", NOON))))
                .containsExactly(once, twice);
    }

    @Test
    void the_rows_of_another_case_do_not_count() {
        RowIds ids = new RowIds();
        assertThat(ids.of(row("7", "MEET", NOON))).isEqualTo(ids.of(row("8", "MEET", NOON)));
    }

    @Test
    void an_id_never_changes_because_the_log_keeps_it_for_ever() {
        assertThat(new RowIds().of(row("7", "MEET", NOON))).isEqualTo("aae825e655c89e99a0c9b74da14c7fad");
    }

    @Test
    void repeats_are_counted_over_many_keys() {
        Repeats repeats = new Repeats();
        for (long key = 0; key < 200_000; key++)
            assertThat(repeats.seen(key % 100_000)).isEqualTo((int) (key / 100_000));
        assertThat(repeats.distinct()).isEqualTo(100_000);
    }

    private static Row row(String contact, String stage, Instant at) {
        return new Row(1, contact, contact, stage, at, null);
    }
}
