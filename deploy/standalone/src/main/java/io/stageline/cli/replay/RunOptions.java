package io.stageline.cli.replay;

import io.stageline.projection.bulk.Rebuild.Wish;
import io.stageline.projection.verify.Verification.Extent;
import io.stageline.standalone.Refusal;
import io.stageline.standalone.ReplayParts;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How fast a generation is built, how much of it is proven, and what comes after that. */
final class RunOptions {
    static final int SAMPLE = 1_000;
    private static final Duration CHECKPOINT_EVERY = Duration.ofSeconds(20);

    @Option(
            names = "--rate",
            paramLabel = "EVENTS",
            description =
                    "Events a second at most; 0 for no limit (default: none, but it gives way to those who append events).")
    private @Nullable Integer rate;

    @Option(names = "--whole", description = "Prove it by folding the whole log once more, not a sample of it.")
    private boolean whole;

    @Option(names = "--no-verify", description = "Only build it; it cannot be promoted until it is verified.")
    boolean unverified;

    @Option(names = "--promote", description = "Show it to readers when it is proven.")
    boolean promote;

    void check() {
        check(rate);
        if (unverified && promote)
            throw Refusal.wrongUse("--promote needs the proof that --no-verify leaves out; give one of them");
    }

    static void check(@Nullable Integer rate) {
        if (rate != null && rate < 0)
            throw Refusal.wrongUse("--rate must be 0 for no limit, or so many events a second, not " + rate);
    }

    Wish wish(boolean besideServer) {
        var yields = rate == null && besideServer;
        return new Wish(rate == null ? 0 : rate, yields, ReplayParts.mostRows(), CHECKPOINT_EVERY);
    }

    Extent extent() {
        return new Extent(whole, SAMPLE);
    }
}
