package io.stageline.cli.batch;

import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/** Reads the answer to a batch: one result a line, in the order of the commands. */
final class Results {
    private static final JsonFactory JSON = new JsonFactory();

    private String status = "";
    private String code = "";
    private String detail = "";
    private long position;

    private Results() {}

    /** Counts the results and passes the refused ones on. */
    static void read(byte[] answer, Batch batch, Tally tally, Refusals refusals) {
        int line = 0;
        Results result = new Results();
        try (JsonParser json = JSON.createParser(ObjectReadContext.empty(), answer)) {
            for (; json.nextToken() == JsonToken.START_OBJECT; line++) {
                result.readLine(json);
                if (line < batch.kinds().length) result.count(batch, line, tally, refusals);
            }
        }
        if (line != batch.kinds().length)
            throw new IllegalStateException("%d commands, but %d results".formatted(batch.kinds().length, line));
    }

    private void count(Batch batch, int line, Tally tally, Refusals refusals) {
        tally.count(batch.kinds()[line], status, position);
        if ("refused".equals(status)) refusals.refused(batch.sources()[line], code, detail);
    }

    private void readLine(JsonParser json) {
        status = "";
        code = "";
        detail = "";
        position = 0;
        while (json.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = json.currentName();
            JsonToken value = json.nextToken();
            if (value == JsonToken.VALUE_STRING) text(name, json.getString());
            else if (value == JsonToken.VALUE_NUMBER_INT && "position".equals(name)) position = json.getLongValue();
            else json.skipChildren();
        }
    }

    private void text(String name, String value) {
        switch (name) {
            case "status" -> status = value;
            case "code" -> code = value;
            case "detail" -> detail = value;
            default -> {}
        }
    }
}
