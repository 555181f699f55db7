package io.stageline.cli.log;

import io.stageline.cli.Console;
import io.stageline.eventlog.verify.Watcher;
import java.util.concurrent.TimeUnit;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/** What a person sees of a running verification: a bar on a terminal, a line every few seconds elsewhere. */
final class VerifyWatch implements Watcher, AutoCloseable {
    private static final long BETWEEN_LINES = TimeUnit.SECONDS.toNanos(5);

    private final Console console;
    private final @Nullable ProgressBar bar;
    private final long began = System.nanoTime();
    private long lastLine = began;
    private long expected;

    VerifyWatch(Console console) {
        this.console = console;
        this.bar = console.terminal() ? bar() : null;
    }

    private static ProgressBar bar() {
        return new ProgressBarBuilder()
                .setTaskName("verify")
                .setStyle(ProgressBarStyle.ASCII)
                .setUnit(" events", 1)
                .setUpdateIntervalMillis(200)
                .setMaxRenderedLength(100)
                .showSpeed()
                .build();
    }

    @Override
    public void expect(long events) {
        expected = events;
        if (bar != null) bar.maxHint(events);
    }

    @Override
    public void seen(long events) {
        if (bar != null) bar.stepTo(events);
        else if (System.nanoTime() - lastLine > BETWEEN_LINES) line(events);
    }

    private void line(long events) {
        lastLine = System.nanoTime();
        double rate = events / ((lastLine - began) / 1e9);
        long left = rate > 0 ? Math.round(Math.max(0, expected - events) / rate) : 0;
        console.note("%,d of %,d events, %,.0f events/s, about %d s left".formatted(events, expected, rate, left));
    }

    @Override
    public void close() {
        if (bar != null) bar.close();
    }
}
