package io.stageline.eventlog.verify;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One thing that is wrong and where; never with anything of a payload. */
public record Finding(
        Damage damage,
        @Nullable Integer log,
        @Nullable Long position,
        @Nullable UUID stream,
        String what) {

    static Finding of(Damage damage, String what) {
        return new Finding(damage, null, null, null, what);
    }

    static Finding in(int log, Damage damage, String what) {
        return new Finding(damage, log, null, null, what);
    }

    static Finding at(int log, long position, @Nullable UUID stream, Damage damage, String what) {
        return new Finding(damage, log, position, stream, what);
    }

    /** The finding as a line: {@code log 0, position 17, stream …: version-not-next: …}. */
    @Override
    public String toString() {
        var where = new StringBuilder();
        if (log != null) where.append("log ").append(log);
        if (position != null) where.append(", position ").append(position);
        if (stream != null) where.append(", stream ").append(stream);
        return where + (where.isEmpty() ? "" : ": ") + damage.wire() + ": " + what;
    }
}
