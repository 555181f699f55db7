package io.stageline.cli.importing;

import io.stageline.standalone.Refusal;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Iterator;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.jspecify.annotations.Nullable;

/** Comma-separated rows under a header line, in UTF-8. */
final class CsvRows implements RowSource {
    private static final CSVFormat FORMAT =
            CSVFormat.DEFAULT.builder().setHeader().setSkipHeaderRecord(true).get();

    private final SourceFile file;
    private final CSVParser parser;
    private final Iterator<CSVRecord> records;
    private final int[] indexes;
    private @Nullable CSVRecord record;
    private long line;

    private CsvRows(SourceFile file, CSVParser parser, int[] indexes) {
        this.file = file;
        this.parser = parser;
        this.records = parser.iterator();
        this.indexes = indexes;
    }

    static CsvRows open(Path path, Columns columns, char delimiter) {
        SourceFile.Opened opened = SourceFile.open(path);
        try {
            Reader text = new BufferedReader(
                    new InputStreamReader(opened.text(), StandardCharsets.UTF_8.newDecoder()), 1 << 16);
            CSVParser parser = CSVParser.parse(
                    withoutByteOrderMark(text),
                    FORMAT.builder().setDelimiter(delimiter).get());
            columns.refuseUnlessIn(parser.getHeaderNames());
            return new CsvRows(opened.file(), parser, columns.indexesIn(parser.getHeaderMap()));
        } catch (IOException | IllegalArgumentException unreadable) {
            throw Refusal.wrongUse(path + " is not CSV with a header line: " + reason(unreadable));
        }
    }

    private static Reader withoutByteOrderMark(Reader text) throws IOException {
        text.mark(1);
        if (text.read() != '\uFEFF') text.reset();
        return text;
    }

    @Override
    public boolean next() throws IOException {
        try {
            if (!records.hasNext()) return false;
            record = records.next();
            line = parser.getCurrentLineNumber();
            return true;
        } catch (UncheckedIOException | IllegalStateException malformed) {
            throw Refusal.wrongUse("The file cannot be read on after line " + line + ": " + reason(malformed));
        }
    }

    private static String reason(Exception malformed) {
        boolean undecodable = malformed instanceof CharacterCodingException
                || malformed.getCause() instanceof CharacterCodingException;
        return undecodable ? "it is not UTF-8" : String.valueOf(malformed.getMessage());
    }

    @Override
    public long line() {
        return line;
    }

    @Override
    public @Nullable String text(Field field) {
        int index = indexes[field.ordinal()];
        return record == null || index < 0 || index >= record.size() ? null : record.get(index);
    }

    @Override
    public double progress() {
        return file.progress();
    }

    @Override
    public void close() throws IOException {
        parser.close();
    }
}
