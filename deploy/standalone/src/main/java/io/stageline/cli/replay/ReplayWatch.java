package io.stageline.cli.replay;

import io.stageline.cli.Console;
import io.stageline.projection.Progressing;
import java.util.concurrent.TimeUnit;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** What is seen of work on a generation: a bar on a terminal, a line every few seconds elsewhere, JSON lines if wanted. */
final class ReplayWatch implements Progressing, AutoCloseable {
    private static final JsonMapper JSON = new JsonMapper();
    private static final long BETWEEN_LINES = TimeUnit.SECONDS.toNanos(5);
    private static final long BETWEEN_OBJECTS = TimeUnit.SECONDS.toNanos(1);

    private final Console console;
    private final boolean json;
    private final StopSignal stop;
    private @Nullable ProgressBar bar;
    private String phase = "";
    private long expected;
    private long seen;
    private long began = System.nanoTime();
    private long lastLine = began;

    ReplayWatch(ReplayTask.Told told, StopSignal stop) {
        this.console = told.console();
        this.json = told.json();
        this.stop = stop;
    }

    @Override
    public void phase(String name, long events) {
        close();
        phase = name;
        expected = events;
        seen = 0;
        began = System.nanoTime();
        lastLine = began;
        if (json) console.note(object());
        else if (console.terminal()) bar = bar(name, events);
        else console.note(events == 0 ? name : "%s, %,d events".formatted(name, events));
    }

    private static ProgressBar bar(String phase, long events) {
        return new ProgressBarBuilder()
                .setTaskName(phase)
                .setInitialMax(events == 0 ? -1 : events)
                .setStyle(ProgressBarStyle.ASCII)
                .setUnit(" events", 1)
                .setUpdateIntervalMillis(200)
                .setMaxRenderedLength(100)
                .showSpeed()
                .build();
    }

    @Override
    public void seen(long events) {
        seen = events;
        if (bar != null) bar.stepTo(events);
        else if (System.nanoTime() - lastLine > (json ? BETWEEN_OBJECTS : BETWEEN_LINES)) line();
    }

    private void line() {
        lastLine = System.nanoTime();
        if (json) console.note(object());
        else if (expected == 0) console.note("%s, %,d events".formatted(phase, seen));
        else
            console.note("%s, %,d of %,d events, %,.0f events/s, about %d s left"
                    .formatted(phase, seen, expected, rate(), secondsLeft()));
    }

    private String object() {
        return JSON.writeValueAsString(JSON.createObjectNode()
                .put("phase", phase)
                .put("seen", seen)
                .put("expected", expected)
                .put("eventsPerSecond", Math.round(rate()))
                .put("secondsLeft", secondsLeft()));
    }

    private double rate() {
        return seen / Math.max((System.nanoTime() - began) / 1e9, 0.001);
    }

    private long secondsLeft() {
        return rate() > 0 ? Math.round(Math.max(0, expected - seen) / rate()) : 0;
    }

    /** How far the present phase is. */
    String reached() {
        return expected == 0 ? phase : "%,d of %,d events".formatted(seen, expected);
    }

    @Override
    public boolean stop() {
        return stop.isWanted();
    }

    @Override
    public void close() {
        if (bar != null) bar.close();
        bar = null;
    }
}
