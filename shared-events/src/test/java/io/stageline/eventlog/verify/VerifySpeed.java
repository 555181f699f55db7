package io.stageline.eventlog.verify;

import io.stageline.eventlog.EventTypes;
import io.stageline.test.TestDatabase;
import java.lang.management.ManagementFactory;
import java.time.Duration;
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
                var postgres = new PostgresTime(events);
                var report = new LogVerification(database.asAdmin(), new EventTypes()).run(postgres);
                System.out.printf(
                        "%,d events in %,d ms: %,d events/s, sound %s, CPU: %,d ms Java, %,d ms PostgreSQL%n",
                        report.events(),
                        report.took().toMillis(),
                        report.eventsPerSecond(),
                        report.sound(),
                        cpuMillis() - before,
                        postgres.millis);
            }
        }
    }

    /** What the readers' database processes had used when they had read the last event; they are gone afterwards. */
    private static final class PostgresTime implements Watcher {
        private final long events;
        private final long before = used();
        private long millis;

        PostgresTime(long events) {
            this.events = events;
        }

        @Override
        public void expect(long expected) {}

        @Override
        public void seen(long seen) {
            if (seen == events) millis = used() - before;
        }

        private static long used() {
            return ProcessHandle.current()
                    .descendants()
                    .mapToLong(process -> process.info()
                            .totalCpuDuration()
                            .map(Duration::toMillis)
                            .orElse(0L))
                    .sum();
        }
    }

    private static long cpuMillis() {
        var process = (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        return process.getProcessCpuTime() / 1_000_000;
    }
}
