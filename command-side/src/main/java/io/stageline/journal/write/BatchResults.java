package io.stageline.journal.write;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.stageline.contact.write.ContactAnswer;
import io.stageline.journal.events.StageWarning;
import io.stageline.journal.write.Batch.Done;
import io.stageline.journal.write.Batch.Not;
import io.stageline.journal.write.Batch.Verdict;
import io.stageline.refusal.Code;
import io.stageline.write.Decided;
import io.stageline.write.Decided.Result;
import io.stageline.write.Warning;
import io.swagger.v3.oas.annotations.media.ArraySchema;
import io.swagger.v3.oas.annotations.media.Schema;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.json.JsonMapper;

/** The results of a batch as NDJSON: for each line accepted, unchanged or refused, and where it led. */
final class BatchResults {
    private static final int LINE_BYTES = 160;

    /** The shape of a result, for those who read the API's description; it is written member by member below. */
    @Schema(name = "BatchResult")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Line(
            int line,
            Status status,
            @Nullable UUID contactId,
            @Nullable Long position,
            @Nullable Long version,

            @ArraySchema(schema = @Schema(oneOf = {StageWarning.class, Warning.class})) @Nullable
            List<Object> warnings,

            @Nullable String code,
            @Nullable String detail,
            @Nullable String pointer,
            @Nullable Long rebasedFrom,
            @Nullable Long expected,
            @Nullable Long current,
            @Nullable Map<String, Object> fields) {
        enum Status {
            accepted,
            unchanged,
            refused
        }
    }

    private final JsonMapper json;

    BatchResults(JsonMapper json) {
        this.json = json;
    }

    /** One result a line; of a dry run without positions, as nothing has one. */
    byte[] write(Verdict[] verdicts, boolean dryRun) {
        var bytes = new ByteArrayOutputStream(verdicts.length * LINE_BYTES);
        for (var i = 0; i < verdicts.length; i++) {
            try (var line = json.createGenerator(bytes)) {
                line.writeStartObject();
                line.writeNumberProperty("line", i + 1);
                if (verdicts[i] instanceof Done done) accepted(line, done, dryRun);
                if (verdicts[i] instanceof Not not) refused(line, not);
                line.writeEndObject();
            }
            bytes.write('\n');
        }
        return bytes.toByteArray();
    }

    private static void accepted(JsonGenerator line, Done done, boolean dryRun) {
        var answer = done.decided().answer();
        line.writeStringProperty("status", done.decided().result() == Result.UNCHANGED ? "unchanged" : "accepted");
        line.writeStringProperty("contactId", done.contactId().toString());
        if (!dryRun) line.writeNumberProperty("position", answer.position());
        line.writeNumberProperty("version", answer.version());
        var warnings = warnings(answer);
        if (!warnings.isEmpty()) line.writePOJOProperty("warnings", warnings);
        var rebasedFrom = answer instanceof EntryAnswer entry ? entry.rebasedFrom() : null;
        if (rebasedFrom != null) line.writeNumberProperty("rebasedFrom", rebasedFrom);
    }

    private static List<?> warnings(Decided.Answer answer) {
        if (answer instanceof EntryAnswer.Stage stage) return stage.warnings();
        if (answer instanceof EntryAnswer.Decision decision) return decision.warnings();
        return answer instanceof ContactAnswer contact ? contact.warnings() : List.of();
    }

    private static void refused(JsonGenerator line, Not not) {
        var refusal = not.refusal();
        line.writeStringProperty("status", "refused");
        line.writeStringProperty("code", refusal.code().wire());
        line.writeStringProperty("detail", refusal.because());
        if (refusal.pointer() != null) line.writeStringProperty("pointer", refusal.pointer());
        if (refusal.code() == Code.PRECONDITION_FAILED) refusal.extra().forEach(line::writePOJOProperty);
    }
}
