package io.stageline.webhook.write;

import static io.stageline.webhook.events.EndpointSettings.SECRET;
import static org.axonframework.modelling.command.AggregateLifecycle.apply;

import io.stageline.privacy.Secrets;
import io.stageline.webhook.events.WebhookEvent;
import io.stageline.webhook.events.WebhookEvent.EndpointChanged;
import io.stageline.webhook.events.WebhookEvent.EndpointCreated;
import io.stageline.webhook.events.WebhookEvent.EndpointDeleted;
import io.stageline.webhook.events.WebhookEvent.EndpointDisabled;
import io.stageline.webhook.events.WebhookEvent.EndpointPaused;
import io.stageline.webhook.events.WebhookEvent.EndpointResumed;
import io.stageline.webhook.events.WebhookEvent.ReplayRequested;
import io.stageline.webhook.events.WebhookEvent.SecretRotated;
import io.stageline.webhook.events.WebhookEvent.TestRequested;
import io.stageline.webhook.write.EndpointFacts.State;
import io.stageline.webhook.write.WebhookCommand.ChangeEndpoint;
import io.stageline.webhook.write.WebhookCommand.CreateEndpoint;
import io.stageline.webhook.write.WebhookCommand.DeleteEndpoint;
import io.stageline.webhook.write.WebhookCommand.DisableEndpoint;
import io.stageline.webhook.write.WebhookCommand.PauseEndpoint;
import io.stageline.webhook.write.WebhookCommand.ReplayMessages;
import io.stageline.webhook.write.WebhookCommand.ResendMessage;
import io.stageline.webhook.write.WebhookCommand.ResumeEndpoint;
import io.stageline.webhook.write.WebhookCommand.RotateSecret;
import io.stageline.webhook.write.WebhookCommand.TestEndpoint;
import io.stageline.write.AggregateVersion;
import io.stageline.write.Decided;
import java.time.Clock;
import java.util.UUID;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.modelling.command.AggregateCreationPolicy;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.modelling.command.CreationPolicy;
import org.jspecify.annotations.Nullable;

/** A receiver's URL: what is sent there, signed with which secret, and whether anything is. */
public class WebhookEndpoint {
    @AggregateIdentifier
    private @Nullable String id;

    private @Nullable EndpointFacts facts;

    private LatestTests tests = LatestTests.NONE;

    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.ALWAYS)
    Decided decide(CreateEndpoint command, Secrets secrets) {
        id = command.target().toString();
        var made = NewSecret.of(command.asymmetric());
        var sealing = new SealedSettings(secrets, command.tenant(), command.endpointId());
        apply(new EndpointCreated(
                command.endpointId(),
                sealing.first(command.wish()),
                secrets.seal(command.tenant(), command.endpointId(), SECRET, made.secret())));
        return Decided.created(shown(command.endpointId(), made));
    }

    @CommandHandler
    Decided decide(ChangeEndpoint command, Secrets secrets) {
        var before = known(command).settings();
        var sealing = new SealedSettings(secrets, command.tenant(), command.endpointId());
        var now = sealing.changed(before, command.wish());
        return now.equals(before)
                ? unchanged(command)
                : happened(command, new EndpointChanged(command.endpointId(), now));
    }

    @CommandHandler
    Decided decide(RotateSecret command, Secrets secrets, Clock clock) {
        var known = known(command);
        var now = clock.instant();
        new OneOldSecretAtATime(known.previousUntil(), now, command.overlap()).verify();
        var before = secrets.open(command.tenant(), command.endpointId(), SECRET, known.secret());
        var made = NewSecret.like(before);
        apply(new SecretRotated(
                command.endpointId(),
                secrets.seal(command.tenant(), command.endpointId(), SECRET, made.secret()),
                now.plus(command.overlap())));
        return Decided.changed(shown(command.endpointId(), made));
    }

    @CommandHandler
    Decided decide(PauseEndpoint command) {
        return known(command).state() == State.ACTIVE
                ? happened(command, new EndpointPaused(command.endpointId()))
                : unchanged(command);
    }

    @CommandHandler
    Decided decide(DisableEndpoint command) {
        var known = known(command);
        return known.state() == State.ACTIVE && command.isAbout(known.settings())
                ? happened(command, new EndpointDisabled(command.endpointId(), command.because()))
                : unchanged(command);
    }

    @CommandHandler
    Decided decide(ResumeEndpoint command) {
        return known(command).state() == State.ACTIVE
                ? unchanged(command)
                : happened(command, new EndpointResumed(command.endpointId()));
    }

    @CommandHandler
    Decided decide(TestEndpoint command, Clock clock) {
        known(command);
        tests.mustLeaveRoom(clock.instant());
        return happened(command, new TestRequested(command.endpointId()));
    }

    @CommandHandler
    Decided decide(ReplayMessages command) {
        known(command);
        return happened(
                command, new ReplayRequested(command.endpointId(), command.from(), command.to(), command.failedOnly()));
    }

    @CommandHandler
    Decided decide(ResendMessage command) {
        known(command);
        return happened(
                command, new ReplayRequested(command.endpointId(), command.sequence(), command.sequence(), false));
    }

    @CommandHandler
    Decided decide(DeleteEndpoint command) {
        known(command);
        return happened(command, new EndpointDeleted(command.endpointId()));
    }

    private EndpointFacts known(WebhookCommand command) {
        if (facts == null || facts.state() == State.DELETED)
            throw command.whenMissing().asException();
        return facts;
    }

    private static Decided happened(WebhookCommand command, WebhookEvent event) {
        apply(event);
        return Decided.changed(new EndpointAnswer(command.endpointId(), 0, AggregateVersion.current()));
    }

    private static Decided unchanged(WebhookCommand command) {
        return Decided.unchanged(new EndpointAnswer(command.endpointId(), 0, AggregateVersion.current()));
    }

    private static SecretAnswer shown(UUID endpointId, NewSecret made) {
        return new SecretAnswer(endpointId, 0, AggregateVersion.current(), made.shown());
    }

    @EventSourcingHandler
    void evolve(WebhookEvent event, DomainEventMessage<WebhookEvent> message) {
        if (id == null) id = message.getAggregateIdentifier();
        facts = EndpointFacts.after(facts, event);
        if (event instanceof TestRequested) tests = tests.and(message.getTimestamp());
    }

    WebhookEndpoint() {}
}
