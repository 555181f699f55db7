package io.stageline.replay;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import io.stageline.http.Problems;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.slf4j.LoggerFactory;

/** Why requests failed that should not have, as the log of the server in this process tells it. */
final class LoggedFailures extends AppenderBase<ILoggingEvent> implements AutoCloseable {
    private final Queue<String> failures = new ConcurrentLinkedQueue<>();
    private final Logger logger = (Logger) LoggerFactory.getLogger(Problems.class);

    LoggedFailures() {
        start();
        logger.addAppender(this);
    }

    @Override
    protected void append(ILoggingEvent event) {
        if (event.getLevel() != Level.ERROR) return;
        var cause = event.getThrowableProxy();
        failures.add(event.getFormattedMessage() + (cause == null ? "" : "\n" + ThrowableProxyUtil.asString(cause)));
    }

    @Override
    public String toString() {
        return String.join("\n", failures);
    }

    @Override
    public void close() {
        logger.detachAppender(this);
    }
}
