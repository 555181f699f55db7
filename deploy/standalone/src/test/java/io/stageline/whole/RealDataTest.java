package io.stageline.whole;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.stageline.standalone.Refusal;
import io.stageline.standalone.Settings;
import io.stageline.standalone.TenantOpening;
import io.stageline.whole.CaseFile.Happened;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.JdbcTemplate;

/** The main job: real logs go in over the command line and come out right to the last event, whoever dies meanwhile. */
@Tag("real-data")
class RealDataTest {
    private static final Path PROCESS = Path.of(System.getProperty("stageline.root", ""))
            .toAbsolutePath()
            .resolve(System.getProperty("stageline.data", ""))
            .resolve("process");
    private static final Path LOANS = PROCESS.resolve("bpic2012.timeordered.csv.gz");
    private static final List<String> LOANS_IMPORT = List.of(
            LOANS.toString(),
            "--journal=loans",
            "--case=case_id",
            "--stage=concept:name",
            "--time=time:timestamp",
            "--amount=case:AMOUNT_REQ",
            "--stages=auto",
            "--decision=A_APPROVED=APPROVED,A_DECLINED=DECLINED,A_CANCELLED=CANCELLED");
    private static final List<String> PERMITS_IMPORT =
            List.of(PROCESS.resolve("receipt.xes.gz").toString(), "--journal=permits", "--format=xes");
    private static final int LOAN_CASES = 13_087;
    private static final Duration IMPORT = Duration.ofMinutes(8);
    private static final int CASES_COMPARED = 50;
    private static final int PERMIT_CASES = 1_434;
    private static final int PERMIT_EVENTS = 8_577;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private static Path directory;

    @SuppressWarnings("NullAway.Init")
    private static ServerProcess server;

    private final Random random = Seed.random(RealDataTest.class);
    private final String key =
            TenantOpening.open(new Settings(directory.resolve("data"), 0, null, null), "tenant " + System.nanoTime());

    @BeforeAll
    static void start() {
        server = ServerProcess.start(directory.resolve("data"));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void the_loan_applications_are_right_to_the_last_event() {
        importing(LOANS_IMPORT);
        var journal = ImportedJournal.of(client());
        assertThat(journal.logged(database()))
                .isEqualTo(Map.of(
                        "entry.added/1", LOAN_CASES,
                        "entry.stage-recorded/1", 262_200,
                        "entry.decision-taken/1", 12_688));
        theReportCountsTheDecisions(journal);
        theGridAndTheTimelinesAreTheFile(journal);
    }

    private void theReportCountsTheDecisions(ImportedJournal journal) {
        var report = journal.report();
        assertThat(report.number("/entries")).isEqualTo(LOAN_CASES);
        assertThat(report.number("/withoutDecision")).isEqualTo(399);
        assertThat(report.json().at("/decisions"))
                .extracting(line -> line.at("/status").asString(), line -> line.at("/count")
                        .asInt())
                .containsExactlyInAnyOrder(
                        tuple("DECLINED", 7_635), tuple("CANCELLED", 2_807), tuple("APPROVED", 2_246));
    }

    private void theGridAndTheTimelinesAreTheFile(ImportedJournal journal) {
        var file = CaseFile.read(LOANS, "case_id", "case:AMOUNT_REQ");
        var grid = journal.grid(LOAN_CASES);
        assertThat(grid.keySet()).isEqualTo(file.cases().keySet());
        for (var name : some(file)) {
            var row = requireNonNull(grid.get(name));
            assertThat(journal.timeline(row)).as(name).isEqualTo(happened(file, name));
            if (!row.at("/decision").isNull())
                assertThat(row.at("/decision/amount").asString())
                        .isEqualTo(file.rowsOf(name).get(0).amount() + ".00");
        }
    }

    @Test
    void the_permits_are_complete_and_a_second_import_changes_nothing() {
        importing(PERMITS_IMPORT);
        thePermitsAreComplete();
        againChangesNothing(PERMITS_IMPORT);
    }

    @Test
    void an_importer_that_is_killed_and_run_again_ends_in_the_same_state() {
        startImportAndWait(PERMITS_IMPORT).kill();
        importing(PERMITS_IMPORT);
        thePermitsAreComplete();
    }

    @Test
    void an_import_whose_server_is_killed_ends_in_the_same_state_when_run_again() {
        var importer = startImportAndWait(PERMITS_IMPORT);
        server.killWithDatabase(random.nextBoolean());
        assertThat(importer.exitCode(IMPORT)).as(importer.text()).isIn(0, Refusal.UNREACHABLE);
        server = ServerProcess.start(server.administrator().dataDirectory());
        importing(PERMITS_IMPORT);
        thePermitsAreComplete();
    }

    private void thePermitsAreComplete() {
        var journal = ImportedJournal.of(client());
        assertThat(journal.logged(database()))
                .isEqualTo(Map.of("entry.added/1", PERMIT_CASES, "entry.stage-recorded/1", PERMIT_EVENTS));
        var grid = journal.grid(PERMIT_CASES);
        var file = CaseFile.read(PROCESS.resolve("receipt.csv"), "case:concept:name", "case:group");
        assertThat(grid.keySet()).isEqualTo(file.cases().keySet());
        for (var name : some(file)) {
            var row = requireNonNull(grid.get(name));
            assertThat(journal.timeline(row)).as(name).containsExactlyInAnyOrderElementsOf(happened(file, name));
        }
    }

    private CommandLineProcess startImport(List<String> arguments) {
        var all = new ArrayList<>(List.of("import"));
        all.addAll(arguments);
        all.addAll(List.of("--url", server.url(), "--key", key, "--patience", "5"));
        return CommandLineProcess.start(directory, all.toArray(String[]::new));
    }

    /** An import that is under way: after a random number of events, or at its end. */
    private CommandLineProcess startImportAndWait(List<String> arguments) {
        var log = new LogChecks(database());
        var until = log.events() + random.nextInt(PERMIT_EVENTS);
        var importer = startImport(arguments);
        Await.until("some is imported", IMPORT, () -> !importer.isAlive() || log.events() >= until);
        return importer;
    }

    private String importing(List<String> arguments) {
        var importer = startImport(arguments);
        assertThat(importer.exitCode(IMPORT)).as(importer.text()).isZero();
        return importer.text();
    }

    private void againChangesNothing(List<String> arguments) {
        var log = new LogChecks(database());
        var head = log.events();
        assertThat(importing(arguments)).contains("nothing new: every row was already there");
        assertThat(log.events()).isEqualTo(head);
    }

    private static JdbcTemplate database() {
        return server.administrator().database();
    }

    private Client client() {
        return new Client(server.url(), key);
    }

    private List<String> some(CaseFile file) {
        var names = new ArrayList<>(file.cases().keySet());
        Collections.shuffle(names, random);
        return names.subList(0, CASES_COMPARED);
    }

    private static List<Happened> happened(CaseFile file, String name) {
        return file.rowsOf(name).stream().map(CaseFile.Row::happened).toList();
    }
}
