package io.stageline.cli.batch;

import io.stageline.cli.batch.Batch.Kind;
import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** Writes commands as lines of JSON and cuts them into batches, between two contacts wherever that is possible. */
public final class BatchWriter {
    private static final JsonFactory JSON =
            JsonFactory.builder().rootValueSeparator("\n").build();
    private static final int ENOUGH_LINES = 2_000;
    private static final int ENOUGH_BYTES = 2_000_000;
    private static final int MOST_LINES = 4_900;
    private static final int MOST_BYTES = 4_500_000;

    private final BatchSender sender;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(600_000);
    private final Kind[] kinds = new Kind[MOST_LINES];
    private final long[] sources = new long[MOST_LINES];
    private JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), bytes);
    private int lines;
    private int rows;

    public BatchWriter(BatchSender sender) {
        this.sender = sender;
    }

    public void contact(long source, String externalId, String name) {
        begin(Kind.CONTACT, source, "add-contact", externalId);
        json.writeStringProperty("name", name);
        end();
    }

    public void entry(long source, String journalId, String externalId) {
        begin(Kind.ENTRY, source, "add-entry", externalId);
        json.writeStringProperty("journalId", journalId);
        end();
    }

    public void stage(long source, String journalId, String externalId, String stage, Instant at, String id) {
        begin(Kind.STAGE, source, "record-stage", externalId);
        fact(journalId, stage, at, id);
        end();
    }

    /** What was decided in a stage; the amount is text with at most two decimals. */
    public record Decision(
            String status,
            @Nullable String amount,
            String currency,
            String cadence) {}

    public void decision(
            long source, String journalId, String externalId, String stage, Instant at, String id, Decision decision) {
        begin(Kind.DECISION, source, "take-decision", externalId);
        fact(journalId, stage, at, id);
        json.writeStringProperty("status", decision.status());
        if (decision.amount() != null) {
            json.writeStringProperty("amount", decision.amount());
            json.writeStringProperty("currency", decision.currency());
        }
        json.writeStringProperty("cadence", decision.cadence());
        end();
    }

    /** The contact's lines are complete: the batch may be sent here. */
    public void endOfContact() {
        if (lines >= ENOUGH_LINES || bytes.size() >= ENOUGH_BYTES) sender.send(cut());
    }

    /** Sends what is left. */
    public void flush() {
        if (lines > 0) sender.send(cut());
    }

    private void begin(Kind kind, long source, String command, String externalId) {
        if (lines == MOST_LINES || bytes.size() >= MOST_BYTES) sender.sendAndWait(cut());
        kinds[lines] = kind;
        sources[lines++] = source;
        if (kind.isRow()) rows++;
        json.writeStartObject();
        json.writeStringProperty("command", command);
        json.writeStringProperty("externalId", externalId);
    }

    private void fact(String journalId, String stage, Instant at, String id) {
        json.writeStringProperty("journalId", journalId);
        json.writeStringProperty("stage", stage);
        json.writeStringProperty("occurredAt", at.toString());
        json.writeStringProperty("id", id);
    }

    private void end() {
        json.writeEndObject();
    }

    private Batch cut() {
        json.close();
        Batch batch = new Batch(bytes.toByteArray(), Arrays.copyOf(kinds, lines), Arrays.copyOf(sources, lines), rows);
        bytes.reset();
        lines = 0;
        rows = 0;
        json = JSON.createGenerator(ObjectWriteContext.empty(), bytes);
        return batch;
    }
}
