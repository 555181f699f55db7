package io.stageline.alert.automation;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.stageline.alert.events.Condition;
import io.stageline.alert.events.Condition.Comparison;
import io.stageline.alert.events.Condition.DecisionChanged;
import io.stageline.alert.events.Condition.DecisionChanged.Fall;
import io.stageline.alert.events.Condition.SkipRate;
import io.stageline.alert.events.RuleText;
import io.stageline.alert.events.RuleText.Mode;
import io.stageline.alert.events.RuleText.Severity;
import io.stageline.alert.write.AlertIds;
import io.stageline.alert.write.RuleCommand.SaveRule;
import io.stageline.contact.write.ContactCommand.AddContact;
import io.stageline.contact.write.ContactIds;
import io.stageline.eventlog.Schema;
import io.stageline.journal.write.EntryCommand.AddEntry;
import io.stageline.journal.write.EntryCommand.RecordStage;
import io.stageline.journal.write.EntryCommand.TakeDecision;
import io.stageline.journal.write.EntryKey;
import io.stageline.journal.write.JournalCommand.CreateJournal;
import io.stageline.privacy.ContactKeys;
import io.stageline.privacy.MasterKey;
import io.stageline.privacy.TenantKeys;
import io.stageline.signal.write.SignalContents;
import io.stageline.test.TestDatabase;
import io.stageline.write.Node;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.jdbc.core.JdbcTemplate;

/** A rule over the entries of a journal with a past takes it in piece by piece. */
class FillingTest {
    private static final int ENTRIES = 12;
    private static final int AT_ONCE = 1_000_000;
    private static final int PIECE = 5;
    private static final UUID JOURNAL = UUID.randomUUID();
    private static final MasterKey MASTER = new MasterKey(new byte[MasterKey.BYTES]);
    private static final String TENANT = "INSERT INTO stageline.tenant VALUES (?, 0, 'one', now())";
    private static final String FILLING = "SELECT filling::text FROM stageline.alert_follower";
    private static final String KNOWN =
            "SELECT concat(state, due_at) FROM stageline.watch WHERE rule_id = ? ORDER BY state::text";
    private static final String FOUND = """
            SELECT concat_ws(' ', intent #>> '{subject,contactId}', intent ->> 'at', intent ->> 'why', intent ->> 'evidence')
              FROM stageline.alert_intent
             WHERE intent #>> '{premise,ruleId}' = ?::text
             ORDER BY 1""";

    private final TestDatabase database = TestDatabase.migrated();
    private final JdbcTemplate sql = new JdbcTemplate(database.as(Schema.WRITE));
    private final Node node = new Node(database);
    private final AlertIds ids = new AlertIds(MASTER, new ContactIds(MASTER));
    private final UUID tenant = UUID.randomUUID();

    @AfterEach
    void close() throws InterruptedException {
        node.close();
        database.close();
    }

    private static Stream<RuleText> rules() {
        var downgraded = new DecisionChanged(JOURNAL, Set.of(Fall.DOWNGRADE));
        var skipped = new SkipRate(JOURNAL, Duration.ofHours(1), 2, Comparison.ABOVE, 0.1);
        return Stream.of(text(downgraded, "contact"), text(downgraded, "journal"), text(skipped, "journal"));
    }

    private static RuleText text(Condition condition, String fingerprint) {
        return new RuleText(
                "a rule", Mode.LIVE, Severity.WARNING, condition, null, null, List.of(fingerprint), List.of());
    }

    @ParameterizedTest
    @MethodSource("rules")
    void pieces_that_each_commit_and_go_on_after_a_kill_come_to_the_same_as_all_at_once(RuleText text) {
        past();
        var whole = saved(text);
        while (follower(AT_ONCE).next()) assertThat(filling()).isNull();
        var inPieces = saved(text);
        assertThat(follower(PIECE).next()).isTrue();
        var pieces = 1;
        for (var before = ""; filling() != null; pieces++) {
            assertThat(filling()).isNotEqualTo(before);
            before = String.valueOf(filling());
            assertThat(follower(PIECE).next()).isTrue();
        }
        assertThat(pieces).isGreaterThan(4);
        assertThat(known(inPieces)).isNotEmpty().isEqualTo(known(whole));
        assertThat(found(inPieces)).isNotEmpty().isEqualTo(found(whole));
    }

    @ParameterizedTest
    @MethodSource("rules")
    void what_is_recorded_meanwhile_is_evaluated_after_the_past(RuleText text) {
        past();
        var early = saved(text);
        while (follower(AT_ONCE).next()) assertThat(filling()).isNull();
        var rule = saved(text);
        follower(PIECE).next();
        assertThat(filling()).isNotNull();
        changed(0, "1.00");
        var one = follower(PIECE);
        for (var more = true; more; ) more = one.next();
        assertThat(filling()).isNull();
        assertThat(known(rule)).isEqualTo(known(early));
        assertThat(found(rule)).isNotEmpty().isEqualTo(found(early));
    }

    private Follower follower(int piece) {
        var contents = new SignalContents(new ContactKeys(MASTER, database.as(Schema.WRITE)), new TenantKeys(MASTER));
        var broken = new BrokenRules(Clock.systemUTC(), new SimpleMeterRegistry());
        return new Follower(node.log(), database.as(Schema.WRITE), new Matcher(ids, contents), ids, broken, piece);
    }

    private UUID saved(RuleText text) {
        var rule = UUID.randomUUID();
        node.carryOut(new SaveRule(tenant, rule, text));
        return rule;
    }

    /** Entries that all are decided about; every second one gives less then, and skips a stage. */
    private void past() {
        new JdbcTemplate(database.asAdmin()).update(TENANT, tenant);
        node.carryOut(new CreateJournal(
                tenant, JOURNAL, "Appeal", List.of("CONTACT", "MEET", "ASK"), List.of("PLEDGED"), Map.of()));
        for (var n = 0; n < ENTRIES; n++) {
            node.carryOut(new AddContact(tenant, contact(n), "Ada", null, null, null));
            node.carryOut(new AddEntry(entry(n), null));
            node.carryOut(stage(n, "CONTACT"));
            if (n % 2 == 0) node.carryOut(stage(n, "MEET"));
            changed(n, "10.00");
            if (n % 2 == 1) changed(n, "5.00");
        }
    }

    private RecordStage stage(int n, String stage) {
        return new RecordStage(entry(n), UUID.randomUUID(), stage, null, null, null);
    }

    private void changed(int n, String amount) {
        node.carryOut(new TakeDecision(
                entry(n),
                UUID.randomUUID(),
                "ASK",
                null,
                "PLEDGED",
                new BigDecimal(amount),
                "EUR",
                "MONTHLY",
                null,
                null,
                null));
    }

    private EntryKey entry(int n) {
        return new EntryKey(tenant, JOURNAL, contact(n));
    }

    private UUID contact(int n) {
        return new UUID(tenant.getMostSignificantBits(), n);
    }

    private @Nullable String filling() {
        return sql.queryForList(FILLING, String.class).get(0);
    }

    private List<String> known(UUID rule) {
        return sql.queryForList(KNOWN, String.class, rule);
    }

    private List<String> found(UUID rule) {
        return sql.queryForList(FOUND, String.class, rule);
    }
}
