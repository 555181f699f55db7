package io.stageline.eventlog.verify;

import io.stageline.eventlog.EventTypes;
import io.stageline.test.TestDatabase;
import java.lang.management.ManagementFactory;
import org.springframework.jdbc.core.JdbcTemplate;

/** How fast a log of a given length is verified: {@code VerifySpeed [events] [rounds]}. */
public final class VerifySpeed {
    private VerifySpeed() {}

    public static void main(String[] arguments) throws Exception {
        var events = arguments.length > 0 ? Long.parseLong(arguments[0]) : 1_000_000;
        var rounds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 5;
        try (var database = TestDatabase.migrated()) {
            var admin = new JdbcTemplate(database.asAdmin());
            new WrittenLog(admin).write(events);
            admin.execute("VACUUM ANALYZE stageline.event");
            for (var round = 0; round < rounds; round++) {
                var before = cpuMillis();
                var report = new LogVerification(database.asAdmin(), new EventTypes()).run(Watcher.NOBODY);
                System.out.printf(
                        "%,d events in %,d ms: %,d events/s, sound %s, %,d ms of Java%n",
                        report.events(),
                        report.took().toMillis(),
                        report.eventsPerSecond(),
                        report.sound(),
                        cpuMillis() - before);
            }
        }
    }

    private static long cpuMillis() {
        var process = (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        return process.getProcessCpuTime() / 1_000_000;
    }
}
