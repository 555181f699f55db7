package io.stageline.cli.importing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stageline.standalone.Refusal;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class RowsTest {
    private static final String CSV = """
            \uFEFFcase,what,when,sum
            7,MEET,2026-03-01T12:00:00+01:00,
            8,"ASK, kindly",2026-03-01 12:00:00Z,10
            7,DECISION,2026-03-02T12:00:00Z,12.5
            7,MEET,2026-03-02T12:00:00,
            7,DECISION,2026-03-02T12:00:00Z,12.345
            ,MEET,2026-03-02T12:00:00Z,
            9,MEET
            """;
    private static final String XES = """
            <?xml version="1.0" encoding="UTF-8"?>
            <log xmlns="http://www.xes-standard.org/"><string key="creator" value="me"><string key="x" value="y"/></string>
              <global scope="event"><string key="concept:name" value="?"/></global>
              <trace>
                <string key="concept:name" value="7"/>
                <event><string key="concept:name" value="MEET"><string key="concept:name" value="nested"/></string>
                  <date key="time:timestamp" value="2026-03-01T12:00:00.000+01:00"/></event>
                <float key="sum" value="99.0"/>
              </trace>
              <trace>
                <event><string key="concept:name" value="ASK"/><date key="time:timestamp" value="2026-03-01T12:00:00Z"/></event>
              </trace>
              <trace>
                <string key="concept:name" value="8"/><int key="sum" value="5"/>
                <event><string key="concept:name" value="DECISION"/><date key="time:timestamp" value="2026-03-01T12:00:00Z"/></event>
              </trace>
            </log>
            """;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path directory;

    private final List<Refused.Line> refusedLines = new ArrayList<>();

    @Test
    void csv_rows_are_read_and_bad_ones_are_told_by_line() throws IOException {
        Path file = Files.writeString(directory.resolve("rows.csv"), CSV);
        assertThat(read(
                        file,
                        "--case=case",
                        "--stage=what",
                        "--time=when",
                        "--amount=sum",
                        "--decision=DECISION=GIVEN"))
                .containsExactly(
                        new Row(2, "7", "7", "MEET", Instant.parse("2026-03-01T11:00:00Z"), null),
                        new Row(3, "8", "8", "ASK, kindly", Instant.parse("2026-03-01T12:00:00Z"), null),
                        new Row(4, "7", "7", "DECISION", Instant.parse("2026-03-02T12:00:00Z"), "12.50"));
        assertThat(refusedLines)
                .extracting(line -> line.line() + " " + line.code())
                .containsExactly("5 time-without-zone", "6 amount-malformed", "7 case-missing", "8 time-missing");
        assertThat(Files.readAllLines(directory.resolve("refused.csv"))).hasSize(5);
    }

    @Test
    void a_packed_file_is_read_like_a_plain_one() throws IOException {
        Path plain = Files.writeString(directory.resolve("rows.csv"), CSV);
        Path packed = directory.resolve("rows.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(packed))) {
            out.write(CSV.getBytes(UTF_8));
        }
        String[] columns = {"--case=case", "--stage=what", "--time=when"};
        assertThat(read(packed, columns)).isEqualTo(read(plain, columns)).isNotEmpty();
    }

    @Test
    void a_missing_column_is_refused_and_the_present_ones_named() throws IOException {
        Path file = Files.writeString(directory.resolve("rows.csv"), CSV);
        assertThatThrownBy(() -> read(file, "--case=case", "--stage=stage", "--time=when"))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("'stage'")
                .hasMessageContaining("case, sum, what, when")
                .matches(refusal -> ((Refusal) refusal).exitCode() == Refusal.WRONG_USE);
    }

    @Test
    void text_that_is_not_utf_8_is_refused() throws IOException {
        Path file = Files.write(
                directory.resolve("rows.csv"), new byte[] {'a', ',', 'b', '\n', (byte) 0xC3, ',', '1', '\n'});
        assertThatThrownBy(() -> read(file, "--case=a", "--stage=b", "--time=b"))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("UTF-8");
    }

    @Test
    void xes_events_are_rows_with_the_attributes_of_their_trace() throws IOException {
        Path file = Files.writeString(directory.resolve("log.xes"), XES);
        assertThat(read(file, "--amount=case:sum", "--decision=DECISION=GIVEN,MEET=ASKED"))
                .containsExactly(
                        new Row(1, "7", "7", "MEET", Instant.parse("2026-03-01T11:00:00Z"), "99.00"),
                        new Row(3, "8", "8", "DECISION", Instant.parse("2026-03-01T12:00:00Z"), "5.00"));
        assertThat(refusedLines).extracting(Refused.Line::line).containsExactly(2L);
    }

    @Test
    void a_dtd_is_never_followed() throws IOException {
        Path secret = Files.writeString(directory.resolve("secret"), "secret");
        Path file = Files.writeString(directory.resolve("log.xes"), """
                <!DOCTYPE log [<!ENTITY file SYSTEM "%s">]>
                <log><trace><string key="concept:name" value="7"/><event><string key="concept:name" value="a">&file;</string></event></trace></log>
                """.formatted(secret.toUri()));
        assertThatThrownBy(() -> read(file)).isInstanceOf(Refusal.class).hasMessageContaining("DTD");
    }

    @Test
    void more_stages_than_a_journal_can_have_are_refused() throws IOException {
        StringBuilder rows = new StringBuilder("case,what,when\n");
        for (int stage = 0; stage < 65; stage++)
            rows.append("7,S").append(stage).append(",2026-03-01T12:00:00Z\n");
        Path file = Files.writeString(directory.resolve("rows.csv"), rows);
        ImportOptions options = options(file, "--case=case", "--stage=what", "--time=when");
        try (RowSource source = options.open()) {
            assertThatThrownBy(() -> Survey.of(source, Set.of(), Refused.unlisted()))
                    .isInstanceOf(Refusal.class)
                    .hasMessageContaining("64");
        }
    }

    private List<Row> read(Path file, String... arguments) throws IOException {
        ImportOptions options = options(file, arguments);
        List<Row> rows = new ArrayList<>();
        try (RowSource source = options.open();
                Refused refused = new Refused(directory.resolve("refused.csv"))) {
            RowReader reader = new RowReader(source, options.decisions.keySet(), refused);
            for (Row row = reader.next(); row != null; row = reader.next()) rows.add(row);
            refusedLines.addAll(refused.first());
        }
        return rows;
    }

    private static ImportOptions options(Path file, String... arguments) {
        List<String> all = new ArrayList<>(List.of(file.toString(), "--journal=test"));
        all.addAll(List.of(arguments));
        return CommandLine.populateCommand(new ImportOptions(), all.toArray(String[]::new));
    }
}
