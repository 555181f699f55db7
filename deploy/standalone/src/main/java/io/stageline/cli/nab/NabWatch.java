package io.stageline.cli.nab;

import io.stageline.cli.Console;
import java.util.concurrent.TimeUnit;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/** What a person sees of a running benchmark: a bar on a terminal, a line every few seconds elsewhere. */
final class NabWatch implements AutoCloseable {
    private static final long BETWEEN_LINES = TimeUnit.SECONDS.toNanos(5);

    private final Console console;
    private final long expected;
    private final @Nullable ProgressBar bar;
    private long lastLine = System.nanoTime();
    private long done;

    NabWatch(Console console, long expected) {
        this.console = console;
        this.expected = expected;
        this.bar = console.terminal() ? bar(expected) : null;
    }

    private static ProgressBar bar(long expected) {
        return new ProgressBarBuilder()
                .setTaskName("nab")
                .setStyle(ProgressBarStyle.ASCII)
                .setUnit(" rows", 1)
                .setInitialMax(expected)
                .setUpdateIntervalMillis(200)
                .setMaxRenderedLength(100)
                .showSpeed()
                .build();
    }

    void seen(int rows) {
        done += rows;
        if (bar != null) bar.stepTo(done);
        else if (System.nanoTime() - lastLine > BETWEEN_LINES) line();
    }

    private void line() {
        lastLine = System.nanoTime();
        console.note("%,d of %,d rows", done, expected);
    }

    @Override
    public void close() {
        if (bar != null) bar.close();
    }
}
