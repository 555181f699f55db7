package io.stageline.alert.write;

import io.stageline.alert.events.AlertEvent.Premise;
import io.stageline.alert.events.Condition;
import io.stageline.alert.events.Condition.Comparison;
import io.stageline.alert.events.Condition.Signals;
import io.stageline.alert.events.Condition.Threshold;
import io.stageline.alert.events.Evidence;
import io.stageline.alert.events.RuleText;
import io.stageline.alert.events.RuleText.Mode;
import io.stageline.alert.events.RuleText.Severity;
import io.stageline.alert.write.AlertCommand.Concern;
import io.stageline.alert.write.AlertCommand.RaiseAlert;
import io.stageline.contact.write.ContactIds;
import io.stageline.eventlog.StreamKey;
import io.stageline.journal.write.JournalFacts;
import io.stageline.journal.write.Journals;
import io.stageline.privacy.ContactKeys;
import io.stageline.privacy.MasterKey;
import io.stageline.privacy.TenantKeys;
import io.stageline.refusal.Code;
import io.stageline.write.Aggregates;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.axonframework.test.aggregate.AggregateTestFixture;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** Rules and alerts of one tenant with one journal, on a fixed day. */
final class AlertFixture {
    static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    static final Instant LATER = NOW.plusSeconds(3_600);
    static final UUID TENANT = UUID.randomUUID();
    static final UUID RULE = UUID.randomUUID();
    static final UUID JOURNAL = UUID.randomUUID();
    static final UUID OWNER = UUID.randomUUID();
    static final Condition MANY = new Threshold(new Signals(null, "cpu.load", List.of()), Comparison.ABOVE, 90);
    static final RuleText TEXT = text("Busy", MANY, "subject");

    private static final MasterKey MASTER = new MasterKey(new byte[MasterKey.BYTES]);
    static final TenantKeys TENANT_KEYS = new TenantKeys(MASTER);
    static final AlertIds IDS = new AlertIds(MASTER, new ContactIds(MASTER));

    private AlertFixture() {}

    static RuleText text(String name, Condition condition, String... fingerprint) {
        return new RuleText(name, Mode.LIVE, Severity.WARNING, condition, null, null, List.of(fingerprint), List.of());
    }

    static AggregateTestFixture<AlertRule> rule() {
        return ruleBeside(0, 0);
    }

    /** A rule of a tenant that has so many rules already, and so many that listen to the same signals. */
    static AggregateTestFixture<AlertRule> ruleBeside(int rules, int hearing) {
        return of(AlertRule.class, new SoMany(rules, hearing));
    }

    static AggregateTestFixture<Alert> alert() {
        return of(Alert.class, new SoMany(0, 0));
    }

    private static <T> AggregateTestFixture<T> of(Class<T> aggregate, RuleCounts counts) {
        var fixture = new AggregateTestFixture<>(aggregate);
        fixture.registerCommandTargetResolver(Aggregates.TARGETS);
        fixture.registerInjectableResource(new AlertSurroundings(
                new OneJournal(),
                counts,
                IDS,
                new ContactKeys(MASTER, new DriverManagerDataSource()),
                TENANT_KEYS,
                Clock.fixed(NOW, ZoneOffset.UTC)));
        return fixture;
    }

    /** An alert of a tenant about somebody, or about a server, whose episode began at a position. */
    static RaiseAlert raise(UUID tenant, @Nullable UUID contact, @Nullable String subject, long episode) {
        var about = contact == null ? new UUID(0, 1) : contact;
        var fingerprint = IDS.fingerprint(tenant, RULE, List.of(about.toString()));
        return new RaiseAlert(
                tenant,
                IDS.alert(tenant, RULE, fingerprint, episode),
                new Premise(RULE, 1, Mode.LIVE, Severity.WARNING),
                new Concern(fingerprint, null, null, contact, about, subject),
                episode,
                NOW,
                null,
                new Evidence(List.of(episode), Map.of("value", 95.0), null, null, "95.0 is above 90.0"),
                null);
    }

    private record SoMany(int rules, int hearing) implements RuleCounts {
        @Override
        public int of(UUID tenant) {
            return rules;
        }

        @Override
        public int hearing(UUID tenant, Signals signals) {
            return hearing;
        }

        @Override
        public int watching(UUID tenant, UUID journalId) {
            return hearing;
        }
    }

    private record OneJournal() implements Journals {
        @Override
        public JournalFacts open(UUID tenant, UUID journalId) {
            if (!journalId.equals(JOURNAL) || !tenant.equals(TENANT))
                throw Code.UNKNOWN_JOURNAL.because("there is no such journal").asException();
            return new JournalFacts("Appeal", List.of("CONTACT", "MEET"), List.of("PLEDGED"), new TreeMap<>(), false);
        }

        @Override
        public void changed(StreamKey journal) {
            throw new IllegalStateException("an alert rule changes no journal");
        }
    }
}
