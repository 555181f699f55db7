package io.stageline.projection.parked;

import io.micrometer.core.instrument.MeterRegistry;
import io.stageline.projection.Generation;
import io.stageline.projection.Projection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How all feeds of a process put aside what they cannot fold: each for itself, with one ratio of failures per projection. */
public final class ParkingLot {
    private static final Logger logger = LoggerFactory.getLogger(ParkingLot.class);
    private static final String ACTOR = "server";

    private final Map<String, Projection> projections = new HashMap<>();
    private final Map<String, FailedRatio> ratios = new HashMap<>();
    private final Map<String, Stuck> stuck = new HashMap<>();
    private final Letters letters;

    public ParkingLot(List<Projection> projections, Letters letters, Clock clock, MeterRegistry meters) {
        this.letters = letters;
        for (var projection : projections) {
            this.projections.put(projection.name(), projection);
            ratios.put(projection.name(), new FailedRatio(projection.name(), clock, meters));
            stuck.put(projection.name(), new Stuck(projection.name(), clock, meters));
            new LetterMeters(projection.name(), letters).register(meters);
        }
    }

    /** The projection of a generation as the feed of one of its logs writes it. */
    public Parking parking(Generation generation, int log) {
        var ratio = ratios.get(generation.projection());
        var feeds = stuck.get(generation.projection());
        if (ratio == null || feeds == null)
            throw new IllegalArgumentException("no projection " + generation.projection());
        return new Parking(projection(generation), generation, log, letters, ratio, feeds);
    }

    /** A feed is this process's from now on: in the background what waits for a type that this version knows is folded. */
    public void claimed(Generation generation, int log) {
        var retrying = new Thread(() -> retryKnown(generation, log), "retrying-" + generation.token(log));
        retrying.setDaemon(true);
        retrying.start();
    }

    private void retryKnown(Generation generation, int log) {
        try {
            var retried = letters.retryKnown(projection(generation), generation, log, ACTOR);
            if (retried > 0)
                logger.info("{}: {} sequences are folded whose types are known now", generation.token(log), retried);
        } catch (SQLException | RuntimeException failed) { // they stay parked; what it says may be personal
            logger.warn("{}: dead letters are not retried: {}", generation.token(log), Cause.told(failed));
        }
    }

    private Projection projection(Generation generation) {
        var projection = projections.get(generation.projection());
        if (projection == null) throw new IllegalArgumentException("no projection " + generation.projection());
        return projection;
    }
}
