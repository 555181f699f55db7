package io.stageline.journal.query;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.stageline.journal.events.PathText;
import io.stageline.journal.events.StagePath;
import io.stageline.journal.events.Staleness;
import io.stageline.journal.query.JournalAnswers.GridDecision;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** An export for spreadsheets: a record for each row, with three cells for each stage shown. */
record CsvExport(Layout layout, List<String> show, Instant now) implements ExportFormat {
    private static final JsonMapper JSON = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();
    private static final String LINE = "\u001d";
    private static final String PART = String.valueOf(RowJson.PART);
    private static final int A_RECORD = 256;
    private static final int CELLS_OF_A_DECISION = 7;

    @Override
    public byte[] head() {
        var csv = new Csv(A_RECORD)
                .text("contactId")
                .text("name")
                .text("currentStage")
                .text("lastActivityAt");
        csv.text("daysSinceActivity").text("staleness").text("rotten");
        for (var stage : stages()) csv.text(stage).text(stage + " count").text(stage + " days");
        csv.text("status").text("amount").text("currency").text("cadence").text("monthlyAmount");
        return bytes(csv.text("effectiveFrom").text("change").text("version"));
    }

    @Override
    public byte[] rows(String lines) {
        var all = lines.split(LINE, -1);
        var csv = new Csv(A_RECORD * all.length);
        for (var line : all) row(csv, line.split(PART, -1));
        return csv.toString().getBytes(UTF_8);
    }

    @Override
    public byte[] end(long rows, long position) {
        return bytes(new Csv(A_RECORD).cell("#end").cell(rows).cell(position));
    }

    @Override
    public byte[] error(BrokenOff how) {
        var csv = new Csv(A_RECORD)
                .cell("#error")
                .cell(how.code())
                .cell(how.rows())
                .cell(how.last());
        return bytes(csv.cell(how.position()).cell(how.asOf()));
    }

    private List<String> stages() {
        return show.isEmpty()
                ? layout.stages()
                : layout.stages().stream().filter(show::contains).toList();
    }

    /** The parts of a line: contact, version, path, name, decision and open alerts. */
    private void row(Csv csv, String[] parts) {
        var path = PathText.read(parts[2]);
        var last = path.lastActivityAt();
        csv.cell(parts[0]).text(JSON.readValue(parts[3], String.class)).text(path.current());
        csv.cell(last).cell(last == null ? null : Staleness.daysAgo(last, now));
        csv.cell(last == null ? null : Staleness.of(last, now)).cell(isRotten(path));
        for (var stage : stages()) {
            var cell = ExplainedCell.of(path, stage, now);
            csv.cell(cell.at()).cell(cell.count()).cell(cell.totalDaysInStage());
        }
        decision(csv, JSON.readValue(parts[4], GridDecision.class));
        csv.cell(parts[1]).end();
    }

    private static void decision(Csv csv, @Nullable GridDecision decision) {
        if (decision == null) {
            for (var cell = 0; cell < CELLS_OF_A_DECISION; cell++) csv.cell(null);
            return;
        }
        csv.text(decision.status()).cell(decision.amount()).text(decision.currency());
        csv.text(decision.cadence()).cell(decision.monthlyAmount());
        csv.cell(decision.effectiveFrom()).cell(decision.change());
    }

    private boolean isRotten(StagePath path) {
        var stage = path.current() == null ? -1 : layout.stages().indexOf(path.current());
        if (stage < 0 || path.since() == null) return false;
        var days = layout.rotDays().get(stage);
        return days > 0 && !now.isBefore(path.since().plus(Duration.ofDays(days)));
    }

    private static byte[] bytes(Csv csv) {
        return csv.end().toString().getBytes(UTF_8);
    }
}
