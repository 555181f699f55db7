package io.stageline.bench.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ProcessTimesTest {
    private static final ProcessTime INIT = new ProcessTime(1, 0, 10, 5_000);
    private static final ProcessTime KERNEL = new ProcessTime(2, 0, 7, 0);
    private static final ProcessTime KERNEL_WORKER = new ProcessTime(3, 2, 700, 0);
    private static final ProcessTime BENCH = new ProcessTime(100, 1, 50, 30);
    private static final ProcessTime SERVER = new ProcessTime(101, 100, 200, 0);
    private static final ProcessTime POSTMASTER = new ProcessTime(200, 1, 4, 6);
    private static final ProcessTime BACKEND = new ProcessTime(201, 200, 100, 0);
    private static final ProcessTime STRANGER = new ProcessTime(300, 1, 25, 15);

    private final ProcessTimes times =
            new ProcessTimes(List.of(INIT, KERNEL, KERNEL_WORKER, BENCH, SERVER, POSTMASTER, BACKEND, STRANGER));

    @Test
    void a_line_of_proc_is_read_though_the_name_in_it_holds_blanks_and_brackets() {
        var line = "4711 (a (b) c) S 42 4711 4711 0 -1 4194560 1 2 3 4 11 22 33 44 20 0 17 0 123456 1 2 3";

        assertThat(ProcessTime.parse(line)).isEqualTo(new ProcessTime(4711, 42, 33, 77));
    }

    @Test
    void a_process_counts_with_all_below_it_and_with_children_that_have_ended() {
        assertThat(times.secondsOf(Set.of(200L))).isEqualTo(1.10);
        assertThat(times.secondsOf(Set.of(101L, 200L))).isEqualTo(3.10);
        assertThat(times.secondsOf(Set.of(999L))).isZero();
    }

    @Test
    void strangers_are_all_that_are_not_ours_but_the_kernel_and_what_init_inherited() {
        assertThat(times.secondsOutside(Set.of(100L, 200L))).isEqualTo(0.50);
        assertThat(times.secondsOutside(Set.of(100L))).isEqualTo(1.60);
    }

    @Test
    void more_than_a_tenth_of_a_processor_is_too_much() {
        assertThat(Guard.isBusy(0.10)).isFalse();
        assertThat(Guard.isBusy(0.11)).isTrue();
    }

    @Test
    void work_of_our_own_is_not_taken_for_that_of_a_stranger() {
        var own = ProcessHandle.current().pid();
        var used = new Guard().watch(Set.of(own), ProcessTimesTest::burn);

        assertThat(used.result()).isNotZero();
        if (ProcessTimes.known()) assertThat(used.seconds()).isGreaterThan(0.05);
    }

    /** A tenth of a second of processor time of this thread. */
    private static long burn() {
        var threads = ManagementFactory.getThreadMXBean();
        var end = threads.getCurrentThreadCpuTime() + 100_000_000;
        long spins = 0;
        while (threads.getCurrentThreadCpuTime() < end) spins++;
        return spins;
    }
}
