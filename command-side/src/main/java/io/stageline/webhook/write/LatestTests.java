package io.stageline.webhook.write;

import io.stageline.refusal.Code;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/** When an endpoint was tested last: a few times a minute at most, so that nobody floods a receiver by asking for tests. */
record LatestTests(List<Instant> times) {
    static final LatestTests NONE = new LatestTests(List.of());

    private static final int AT_MOST = 5;
    private static final Duration WITHIN = Duration.ofMinutes(1);

    LatestTests and(Instant time) {
        var newest = times.size() < AT_MOST ? times : times.subList(1, AT_MOST);
        return new LatestTests(Stream.concat(newest.stream(), Stream.of(time)).toList());
    }

    /** Refuses one more test; what seems to come yet was before a clock was put back, and holds up nobody. */
    void mustLeaveRoom(Instant now) {
        var recent = times.stream()
                .filter(time -> time.isAfter(now.minus(WITHIN)) && !time.isAfter(now))
                .toList();
        if (recent.size() < AT_MOST) return;
        throw Code.TOO_MANY_REQUESTS
                .because("an endpoint may be tested " + AT_MOST + " times a minute; try again a little later")
                .after(Duration.between(now, recent.get(0).plus(WITHIN)))
                .asException();
    }
}
