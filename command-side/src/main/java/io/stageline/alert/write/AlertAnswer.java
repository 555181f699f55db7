package io.stageline.alert.write;

import io.stageline.write.Decided;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What is said after something happened to an alert: how it stands, and the silence that was just made. */
public record AlertAnswer(
        UUID alertId, Status status, @Nullable UUID silenceId, long position, long version) implements Decided.Answer {
    /** How an alert stands. */
    public enum Status {
        RAISED,
        ACKNOWLEDGED,
        RESOLVED
    }

    @Override
    public AlertAnswer at(long position) {
        return new AlertAnswer(alertId, status, silenceId, position, version);
    }
}
