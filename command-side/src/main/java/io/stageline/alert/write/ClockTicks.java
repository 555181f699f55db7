package io.stageline.alert.write;

import com.github.f4b6a3.uuid.UuidCreator;
import io.stageline.alert.events.ClockEvent.ClockTicked;
import io.stageline.eventlog.Append.NewEvent;
import io.stageline.eventlog.EventLogs;
import io.stageline.eventlog.Firsts;
import io.stageline.eventlog.Firsts.First;
import io.stageline.eventlog.Origin;
import io.stageline.privacy.MasterKey;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** Says in the log that it is at least a time for a tenant; once for every time, whoever says so. */
public final class ClockTicks {
    private final EventLogs logs;
    private final MasterKey master;

    public ClockTicks(EventLogs logs, MasterKey master) {
        this.logs = logs;
        this.master = master;
    }

    /** Appends the time, unless that has been done. */
    public void tick(UUID tenant, Instant at) {
        var clock = master.idOf(tenant, "clock", at.toString());
        var event = new NewEvent(UuidCreator.getTimeOrderedEpoch(), new ClockTicked(at));
        var origin = new Origin(clock, event.eventId(), event.eventId());
        logs.append(new Firsts(tenant, List.of(new First(clock, event)), origin))
                .join();
    }
}
