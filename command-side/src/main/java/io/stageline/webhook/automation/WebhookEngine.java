package io.stageline.webhook.automation;

import io.micrometer.core.instrument.MeterRegistry;
import io.stageline.eventlog.EventLog;
import io.stageline.eventlog.EventLogs;
import io.stageline.eventlog.Follower;
import io.stageline.eventlog.Progress;
import io.stageline.privacy.Secrets;
import io.stageline.webhook.automation.Feed.Fed;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import javax.sql.DataSource;
import org.springframework.context.SmartLifecycle;

/** Everything that queues and delivers webhooks in this process; it starts when the database is there and stops before it goes. */
public final class WebhookEngine implements SmartLifecycle {
    // Below the web server's phase: what is lower starts earlier and stops later.
    private static final int BEFORE_THE_WEB_SERVER = 0;

    /** The name under which the queue says how far it shows the log. */
    public static final String NAME = "webhooks";

    private final Progress progress;
    private final Circuits circuits;
    private final Health health;
    private final Deliveries deliveries;
    private final List<Feeder> feeders;
    private final Upkeep upkeep;
    private volatile boolean running;

    /** The logs are fed, and what is due is sent, by way of the database. */
    public WebhookEngine(
            EventLogs logs,
            DataSource database,
            Secrets secrets,
            Sender sender,
            EndpointControl control,
            Progress progress,
            Retention retention,
            Clock clock,
            MeterRegistry meters) {
        this.progress = progress;
        var lanes = new Lanes(database);
        var targets = new Targets(database, secrets);
        circuits = new Circuits(new SteadyClock());
        health = new Health(database, clock, control);
        deliveries = new Deliveries(
                outcomes -> new Delivery(
                        lanes,
                        targets,
                        new Admissions(circuits),
                        sender,
                        clock,
                        new SecureRandom(),
                        outcomes,
                        health::cannotBeRead),
                lanes,
                new Outcomes(database),
                health,
                new DeliveryMetrics(meters, circuits));
        feeders = logs.all().stream()
                .map(log -> new Feeder(new Feed(log, database, secrets), log, meters, fed -> fed(log, fed)))
                .toList();
        upkeep = new Upkeep(new Errands(database), retention, new QueueMetrics(database, clock, meters));
    }

    private void fed(EventLog log, Fed fed) {
        progress.reached(new Follower(NAME, log.number()), fed.position());
        fed.decided().forEach(circuits::forget);
        fed.decided().forEach(health::forget);
        deliveries.wake(fed.touched());
    }

    @Override
    public void start() {
        deliveries.start();
        feeders.forEach(Feeder::start);
        upkeep.start();
        running = true;
    }

    @Override
    public void stop() {
        running = false;
        upkeep.close();
        feeders.forEach(Feeder::close);
        deliveries.close();
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    @Override
    public int getPhase() {
        return BEFORE_THE_WEB_SERVER;
    }
}
