package io.stageline.webhook.automation;

import com.github.f4b6a3.uuid.UuidCreator;
import io.stageline.eventlog.EventLogs;
import io.stageline.events.Sealed;
import io.stageline.http.Caller;
import io.stageline.refusal.Refused;
import io.stageline.webhook.write.EndpointAnswer;
import io.stageline.webhook.write.WebhookCommand.DisableEndpoint;
import io.stageline.write.Commands;
import io.stageline.write.Commands.Request;
import io.stageline.write.Workers;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Disables an endpoint as anybody would: by a command, in the name of the delivery. */
final class Disabling implements EndpointControl {
    /** Who acts when nobody's key does (UUID version 8). */
    static final UUID DELIVERY = UUID.fromString("00000000-0000-8000-8000-00000000f00d");

    private static final Logger LOG = LoggerFactory.getLogger(Disabling.class);

    private final Commands commands;
    private final EventLogs logs;
    private final Workers workers;

    Disabling(Commands commands, EventLogs logs, Workers workers) {
        this.commands = commands;
        this.logs = logs;
        this.workers = workers;
    }

    @Override
    public void disable(EndpointKey endpoint, @Nullable Sealed url, String because) {
        var tenant = endpoint.tenant();
        var caller = new Caller(tenant, logs.of(tenant).number(), DELIVERY, Set.of());
        var request = new Request(caller, UuidCreator.getTimeOrderedEpoch(), null, null);
        var command = new DisableEndpoint(tenant, endpoint.endpoint(), url, because);
        try {
            workers.start(() -> commands.carryOut(command, request, EndpointAnswer.class))
                    .whenComplete((done, failed) -> {
                        if (failed != null) later(failed);
                    });
        } catch (Refused busy) {
            later(busy);
        }
    }

    private static void later(Throwable failed) {
        LOG.warn("an endpoint is disabled when it fails again", failed);
    }
}
