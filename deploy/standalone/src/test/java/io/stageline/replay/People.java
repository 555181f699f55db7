package io.stageline.replay;

import io.stageline.whole.Answer;
import io.stageline.whole.Await;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Some who write and look at what they wrote, and some who look again and again; they complain of whatever is not right. */
final class People implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final int A_WHILE = 60;
    private static final int READERS = 2;

    private final ManyStages stages;
    private final Queue<String> complaints = new ConcurrentLinkedQueue<>();
    private final AtomicLong looks = new AtomicLong();
    private final AtomicLong unchanged = new AtomicLong();
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean going = true;

    People(ManyStages stages) {
        this.stages = stages;
    }

    void start() {
        for (var n = 0; n < READERS; n++) begin("reader " + n, new Reader()::look);
        for (var n = 0; n < 2; n++) begin("writer " + n, new Writer(n)::write);
    }

    private void begin(String name, Runnable once) {
        var thread = new Thread(
                () -> {
                    try {
                        while (going) once.run();
                    } catch (RuntimeException | AssertionError failed) {
                        complaints.add(name + " ended: " + failed);
                    }
                },
                name);
        threads.add(thread);
        thread.start();
    }

    /** Until everybody has looked some more times. */
    void goOnForAWhile() {
        var enough = looks.get() + A_WHILE;
        Await.until("people have looked again", PATIENCE, () -> looks.get() >= enough || !complaints.isEmpty());
    }

    List<String> complaints() {
        return List.copyOf(complaints);
    }

    long unchanged() {
        return unchanged.get();
    }

    private Answer get(String path, @Nullable String tag) {
        var answer =
                tag == null ? stages.client().get(path) : stages.client().send("GET", path, null, "If-None-Match", tag);
        if (answer.status() != 200 && answer.status() != 304)
            complaints.add("%d for %s: %s".formatted(answer.status(), path, answer.text()));
        return answer;
    }

    /** Looks at the whole grid; neither its position nor the version of any row may ever go back. */
    private final class Reader {
        private final Map<String, Long> versions = new HashMap<>();
        private long position;
        private @Nullable String tag;

        void look() {
            var answer = get(stages.grid(), tag);
            looks.incrementAndGet();
            var at = Long.parseLong(answer.header("Stageline-Position"));
            if (at < position) complaints.add("position %d after %d".formatted(at, position));
            position = Math.max(position, at);
            if (answer.status() == 304) unchanged.incrementAndGet();
            if (answer.status() != 200) return;
            tag = answer.header("ETag");
            var rows = answer.json().at("/rows");
            if (rows.size() != stages.contacts().size()) complaints.add(rows.size() + " rows");
            for (var row : rows) {
                var contact = row.at("/contactId").asString();
                var version = row.at("/version").asLong();
                var before = versions.put(contact, version);
                if (before != null && version < before)
                    complaints.add("version %d of %s after %d".formatted(version, contact, before));
            }
        }
    }

    /** Records a stage and looks at once: the row must have it, and must not be said to be unchanged. */
    private final class Writer {
        private final String entry;
        private @Nullable String tag;

        Writer(int contact) {
            this.entry = stages.entry(contact);
        }

        void write() {
            var written = stages.client()
                    .post(entry + "/stages", "{\"stage\":\"ASK\",\"occurredAt\":\"2026-03-02T12:00:00Z\"}");
            if (written.status() / 100 != 2) {
                complaints.add("%d for a stage: %s".formatted(written.status(), written.text()));
                return;
            }
            var seen = get(entry + "?minPosition=" + written.number("/position"), tag);
            if (seen.status() == 304) complaints.add("unchanged after a stage was recorded");
            if (seen.status() != 200) return;
            if (seen.number("/version") < written.number("/version"))
                complaints.add(
                        "version %s was written, %s is shown".formatted(written.at("/version"), seen.at("/version")));
            tag = seen.header("ETag");
            var again = get(entry + "?minPosition=" + written.number("/position"), tag);
            if (again.status() == 304) unchanged.incrementAndGet();
        }
    }

    void stop() throws InterruptedException {
        going = false;
        for (var thread : threads) thread.join(PATIENCE.toMillis());
    }

    @Override
    public void close() throws InterruptedException {
        stop();
    }
}
