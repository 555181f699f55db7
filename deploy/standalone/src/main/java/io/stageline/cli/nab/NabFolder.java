package io.stageline.cli.nab;

import io.stageline.standalone.Refusal;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The benchmark's folder: {@code labels/combined_windows.json} and the files below {@code data} that are there. */
final class NabFolder {
    private static final CSVFormat FORMAT =
            CSVFormat.DEFAULT.builder().setHeader().setSkipHeaderRecord(true).get();
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);
    private static final int WITHOUT_FRACTION = "yyyy-MM-dd HH:mm:ss".length();

    private NabFolder() {}

    /** All labelled series whose file is there, ordered by name. */
    static List<Series> read(Path folder) {
        Path labels = folder.resolve("labels").resolve("combined_windows.json");
        if (!Files.isRegularFile(labels)) throw Refusal.wrongUse("This is not NAB's folder: there is no " + labels);
        List<Series> all = new ArrayList<>();
        try {
            JsonNode windows = new JsonMapper().readTree(Files.readString(labels));
            for (String name : windows.propertyNames().stream().sorted().toList()) {
                Path file = folder.resolve("data").resolve(name);
                if (Files.isRegularFile(file)) all.add(series(name, file, windows.get(name)));
            }
        } catch (IOException | JacksonException | DateTimeParseException | IllegalArgumentException unreadable) {
            throw Refusal.wrongUse("NAB's folder cannot be read: " + unreadable.getMessage());
        }
        if (all.isEmpty()) throw Refusal.wrongUse("There is no labelled series below " + folder.resolve("data"));
        return all;
    }

    private static Series series(String name, Path file, JsonNode windows) throws IOException {
        List<Series.Point> points = new ArrayList<>();
        try (CSVParser parser = CSVParser.parse(file, StandardCharsets.UTF_8, FORMAT)) {
            for (CSVRecord row : parser)
                points.add(new Series.Point(time(row.get("timestamp")), Double.parseDouble(row.get("value"))));
        }
        List<LabelledWindow> labelled = new ArrayList<>();
        for (JsonNode window : windows) labelled.add(window(points, window));
        return new Series(name, List.copyOf(points), List.copyOf(labelled));
    }

    /** The rows from the first that is not before the window's begin to the last that is not after its end. */
    private static LabelledWindow window(List<Series.Point> points, JsonNode window) {
        Instant begin = time(window.get(0).asString());
        Instant end = time(window.get(1).asString());
        int first = 0;
        while (points.get(first).at().isBefore(begin)) first++;
        int last = points.size() - 1;
        while (points.get(last).at().isAfter(end)) last--;
        return new LabelledWindow(first, last);
    }

    private static Instant time(String text) {
        return LocalDateTime.parse(text.substring(0, WITHOUT_FRACTION), TIME).toInstant(ZoneOffset.UTC);
    }
}
