package io.stageline.whole;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.apache.commons.csv.CSVFormat;

/** The cases of a CSV file, each with its rows in the order of the file; read without any code of the importer. */
record CaseFile(Map<String, List<Row>> cases) {
    private static final CSVFormat CSV =
            CSVFormat.DEFAULT.builder().setHeader().setSkipHeaderRecord(true).get();

    /** What a timeline should show of a row. */
    record Happened(String stage, Instant at) {}

    record Row(Happened happened, String amount) {}

    static CaseFile read(Path file, String caseColumn, String amountColumn) {
        var cases = new LinkedHashMap<String, List<Row>>();
        try (var bytes = Files.newInputStream(file);
                var plain = file.toString().endsWith(".gz") ? new GZIPInputStream(bytes) : bytes;
                var rows = CSV.parse(new InputStreamReader(plain, StandardCharsets.UTF_8))) {
            for (var row : rows) {
                var at = OffsetDateTime.parse(row.get("time:timestamp").replace(' ', 'T'));
                cases.computeIfAbsent(row.get(caseColumn), name -> new ArrayList<>())
                        .add(new Row(new Happened(row.get("concept:name"), at.toInstant()), row.get(amountColumn)));
            }
            return new CaseFile(cases);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    List<Row> rowsOf(String name) {
        return cases.getOrDefault(name, List.of());
    }
}
