package io.stageline.journal.write;

import io.stageline.contact.write.ContactIds;
import io.stageline.http.JsonRefusals;
import io.stageline.privacy.MasterKey;
import io.stageline.refusal.Code;
import io.stageline.refusal.Refused;
import io.stageline.write.Values;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.json.JsonMapper;

/** The lines of a batch as NDJSON, and the commands they become. */
@Component
class BatchLines {
    private static final int MOST_LINES = 5_000;

    private final ContactIds ids;
    private final MasterKey master;
    private final ObjectReader reader;

    BatchLines(ContactIds ids, MasterKey master, JsonMapper json) {
        this.ids = ids;
        this.master = master;
        this.reader = json.readerFor(BatchLine.class);
    }

    /** The commands of a body; a line that cannot become one is refused already. */
    Batch read(byte[] bytes, UUID tenant) {
        var spans = spans(bytes);
        var batch = new Batch(spans.size());
        for (var number = 0; number < spans.size(); number++) {
            try {
                var span = spans.get(number);
                @Nullable BatchLine line = reader.readValue(bytes, span.from, span.length);
                if (line == null) throw Values.invalid("", "a command is required here");
                var contact = line.contact(tenant, ids);
                batch.add(number, contact, line.command(tenant, contact, master));
            } catch (Refused refused) {
                batch.refuse(number, refused.refusal());
            } catch (JacksonException malformed) {
                batch.refuse(number, JsonRefusals.of(malformed));
            }
        }
        return batch;
    }

    private record Span(int from, int length) {}

    /** The lines of the body; a last one may lack its end, empty ones are refused like any other that is no command. */
    private static List<Span> spans(byte[] bytes) {
        var spans = new ArrayList<Span>();
        for (int from = 0, to; from < bytes.length; from = to + 1) {
            to = from;
            while (to < bytes.length && bytes[to] != '\n') to++;
            spans.add(new Span(from, to - from));
            if (spans.size() > MOST_LINES)
                throw Code.TOO_LARGE.because("a batch has at most 5,000 lines").asException();
        }
        return spans;
    }
}
