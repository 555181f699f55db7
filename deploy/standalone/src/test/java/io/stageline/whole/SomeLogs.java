package io.stageline.whole;

import io.stageline.standalone.Role;
import io.stageline.standalone.Settings;
import java.nio.file.Path;
import java.util.Set;

/** Several logs, so that neighbouring tenants live apart; all must hold with one as well: {@code -Dstageline.test.logs=1}. */
public final class SomeLogs {
    private static final int LOGS = Integer.getInteger("stageline.test.logs", 3);

    private SomeLogs() {}

    /** All roles in one process, with the logs of this run. */
    public static Settings in(Path directory) {
        return new Settings(directory, 0, null, null, LOGS, Set.of(Role.values()));
    }
}
