package io.stageline.cli.importing;

import io.stageline.cli.Console;
import java.util.concurrent.TimeUnit;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/** What a person sees of a running import: a bar on a terminal, a line every few seconds elsewhere. */
final class Watch implements AutoCloseable {
    private static final long BETWEEN_LINES = TimeUnit.SECONDS.toNanos(5);

    private final Console console;
    private final @Nullable ProgressBar bar;
    private final long began = System.nanoTime();
    private long lastLine = began;
    private long expected;

    Watch(Console console) {
        this.console = console;
        this.bar = console.terminal() ? bar() : null;
    }

    private static ProgressBar bar() {
        return new ProgressBarBuilder()
                .setTaskName("import")
                .setStyle(ProgressBarStyle.ASCII)
                .setUnit(" rows", 1)
                .setUpdateIntervalMillis(200)
                .setMaxRenderedLength(100)
                .showSpeed()
                .build();
    }

    /** How many rows there will be, as far as is known by now. */
    synchronized void expect(long rows) {
        expected = rows;
        if (bar != null) bar.maxHint(rows);
    }

    synchronized void done(long rows) {
        if (bar != null) bar.stepTo(rows);
        else if (System.nanoTime() - lastLine > BETWEEN_LINES) line(rows);
    }

    private void line(long rows) {
        lastLine = System.nanoTime();
        double seconds = (lastLine - began) / 1e9;
        double rate = rows / seconds;
        long left = rate > 0 ? Math.round(Math.max(0, expected - rows) / rate) : 0;
        console.note("%,d of %,d rows, %,.0f rows/s, about %d s left".formatted(rows, expected, rate, left));
    }

    /** Everything is answered; what is left is that the grid shows it. */
    synchronized void settle() {
        if (bar != null) bar.setExtraMessage(" waiting for the grid");
    }

    @Override
    public void close() {
        if (bar != null) bar.close();
    }
}
