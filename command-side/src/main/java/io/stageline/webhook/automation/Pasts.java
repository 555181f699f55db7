package io.stageline.webhook.automation;

import static java.util.stream.Collectors.groupingBy;

import io.stageline.eventlog.EventLog;
import io.stageline.eventlog.HistoryUnreadable;
import io.stageline.eventlog.Recorded;
import io.stageline.eventlog.StreamKey;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * The streams of a batch of events. They are read when somebody asks, and then all of his tenant with few statements: a
 * transaction is open meanwhile.
 */
final class Pasts {
    private final EventLog log;
    private final List<Recorded> batch;
    private final Set<UUID> tenants = new HashSet<>();
    private final Map<StreamKey, List<Recorded>> streams = new HashMap<>();

    Pasts(EventLog log, List<Recorded> batch) {
        this.log = log;
        this.batch = batch;
    }

    /** The whole stream of an event; {@link HistoryUnreadable} if one of its events cannot be read. */
    List<Recorded> streamOf(Recorded recorded) {
        if (tenants.add(recorded.tenant())) readTogether(recorded.tenant(), streamsOf(recorded.tenant()));
        return streams.computeIfAbsent(
                new StreamKey(recorded.tenant(), recorded.stream()), stream -> log.readStream(stream, 0));
    }

    /** The events of its stream before this one. */
    List<Recorded> before(Recorded recorded) {
        return streamOf(recorded).stream()
                .filter(earlier -> earlier.version() < recorded.version())
                .toList();
    }

    private List<UUID> streamsOf(UUID tenant) {
        return batch.stream()
                .filter(event -> event.tenant().equals(tenant) && event.version() > 1)
                .map(Recorded::stream)
                .distinct()
                .toList();
    }

    /** One that is alone, too long or unreadable is left to be read by itself. */
    private void readTogether(UUID tenant, List<UUID> some) {
        if (some.size() < 2 || areRead(tenant, some)) return;
        readTogether(tenant, some.subList(0, some.size() / 2));
        readTogether(tenant, some.subList(some.size() / 2, some.size()));
    }

    private boolean areRead(UUID tenant, List<UUID> some) {
        try {
            var events = log.readStreams(tenant, some);
            events.ifPresent(all -> all.stream()
                    .collect(groupingBy(Recorded::stream))
                    .forEach((stream, its) -> streams.put(new StreamKey(tenant, stream), its)));
            return events.isPresent();
        } catch (HistoryUnreadable oneOfThem) {
            return false;
        }
    }
}
