package io.stageline.cli.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.stageline.projection.bulk.Rebuild.Wish;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

class RunOptionsTest {
    private static final boolean BESIDE_A_SERVER = true;

    @Command
    private static final class Running {
        @Mixin
        private RunOptions options = new RunOptions();
    }

    @Test
    void beside_a_server_a_run_gives_way_unless_a_rate_is_given() {
        assertThat(wish(BESIDE_A_SERVER).yields()).isTrue();
        assertThat(wish(BESIDE_A_SERVER).rate()).isZero();
        assertThat(wish(BESIDE_A_SERVER, "--rate=0").yields()).isFalse();
        assertThat(wish(BESIDE_A_SERVER, "--rate=70").yields()).isFalse();
        assertThat(wish(BESIDE_A_SERVER, "--rate=70").rate()).isEqualTo(70);
    }

    @Test
    void without_a_server_there_is_nobody_to_give_way_to() {
        assertThat(wish(!BESIDE_A_SERVER).yields()).isFalse();
        assertThat(wish(!BESIDE_A_SERVER).rate()).isZero();
    }

    private static Wish wish(boolean besideServer, String... arguments) {
        var running = new Running();
        new CommandLine(running).parseArgs(arguments);
        return running.options.wish(besideServer);
    }
}
