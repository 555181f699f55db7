package io.stageline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.stageline.standalone.Refusal;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class NabCommandTest {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");
    private static final LocalDateTime BEGIN = LocalDateTime.of(2026, 3, 2, 0, 0);
    private static final int ROWS = 1_000;
    private static final int SPIKE = 700;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeEach
    void series() throws IOException {
        Files.createDirectories(folder.resolve("labels"));
        Files.createDirectories(folder.resolve("data/group"));
        Files.writeString(folder.resolve("labels/combined_windows.json"), """
                {"group/spike.csv": [["%s.000000", "%s.000000"]], "group/held_back.csv": []}""".formatted(time(SPIKE), time(SPIKE + 50)));
        StringBuilder rows = new StringBuilder("timestamp,value\n");
        Random random = new Random(1);
        for (int row = 0; row < ROWS; row++)
            rows.append(time(row))
                    .append(',')
                    .append(row == SPIKE ? 99 : random.nextInt(10))
                    .append('\n');
        Files.writeString(folder.resolve("data/group/spike.csv"), rows);
    }

    @Test
    void an_anomaly_found_at_the_first_row_of_its_window_makes_100_in_every_profile() {
        assertThat(run("nab", folder.toString(), "--detector=novelty", "--json"))
                .as(err.toString())
                .isZero();
        JsonNode json = new JsonMapper().readTree(out.toString());
        assertThat(json.at("/series").asInt()).isEqualTo(1);
        assertThat(json.at("/rows").asInt()).isEqualTo(ROWS);
        assertThat(json.at("/detectors")).hasSize(1);
        for (String profile : new String[] {"standard", "reward_low_FP_rate", "reward_low_FN_rate"})
            assertThat(json.at("/detectors/0/" + profile + "/score").asDouble()).isEqualTo(100);
    }

    @Test
    void the_table_names_every_detector_group_file_and_threshold() {
        assertThat(run("nab", folder.toString(), "--curve")).as(err.toString()).isZero();
        assertThat(out.toString())
                .contains(
                        "novelty ",
                        "seasonal ",
                        "drift ",
                        "neighbour ",
                        "gaussian ",
                        "group/spike.csv",
                        "threshold 0.5")
                .contains("1 of 1 windows")
                .doesNotContain("held_back");
    }

    @Test
    void wrong_use_is_told() {
        assertThat(run("nab", folder.resolve("data").toString())).isEqualTo(Refusal.WRONG_USE);
        assertThat(run("nab", folder.toString(), "--detector=oracle")).isEqualTo(Refusal.WRONG_USE);
        assertThat(err.toString()).contains("This is not NAB's folder", "There is no detector oracle");
    }

    private static String time(int row) {
        return BEGIN.plusMinutes(5L * row).format(TIME);
    }

    private int run(String... arguments) {
        out.getBuffer().setLength(0);
        CommandLine line = Stageline.commandLine();
        line.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
        return line.execute(arguments);
    }
}
