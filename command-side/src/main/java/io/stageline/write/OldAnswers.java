package io.stageline.write;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;

/** Drops stored answers that were kept long enough, every hour. */
public final class OldAnswers implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(OldAnswers.class);

    private final StoredAnswers answers;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(work -> {
        var thread = new Thread(work, "old-answers");
        thread.setDaemon(true);
        return thread;
    });

    public OldAnswers(StoredAnswers answers) {
        this.answers = answers;
        timer.scheduleWithFixedDelay(this::drop, 1, 60, TimeUnit.MINUTES);
    }

    private void drop() {
        try {
            LOG.info("dropped {} old answers", answers.dropOld());
        } catch (DataAccessException unavailable) {
            LOG.warn("old answers are dropped later", unavailable);
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
