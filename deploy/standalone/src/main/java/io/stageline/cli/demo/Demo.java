package io.stageline.cli.demo;

import io.stageline.cli.Api;
import io.stageline.cli.batch.BatchSender;
import io.stageline.cli.batch.BatchWriter;
import io.stageline.cli.batch.Tally;
import java.time.Instant;
import java.util.Locale;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Fills an empty installation with demo data, through the API like any client. */
public final class Demo {
    private final Api api;
    private final DemoData data;
    private final Tally tally = new Tally();

    public Demo(Api api, long seed, Instant today) {
        this.api = api;
        this.data = new DemoData(seed, today);
    }

    /** What is there now: the first journal of it, and whether it was made just now. */
    public record Outcome(String journalId, boolean created, long contacts, long stageEvents, long decisions) {}

    /** Leaves an installation alone that has journals; returns when everything can be seen. */
    public Outcome fill(int contacts, int journals) {
        JsonNode present = api.get("/v1/journals?limit=1");
        if (present.path("total").asLong() > 0) return found(present);
        String first = "";
        try (BatchSender sender = new BatchSender(api, tally, Demo::refuse, rows -> {})) {
            BatchWriter writer = new BatchWriter(sender);
            int[] shares = DemoData.shares(contacts, journals);
            for (int journal = 0, contact = 0; journal < journals; contact += shares[journal++]) {
                String id = create(journal);
                first = journal == 0 ? id : first;
                for (int i = 0; i < shares[journal]; i++) tell(writer, id, data.story(contact + i));
            }
            writer.flush();
            sender.drain();
        }
        api.get("/v1/journals/%s/grid?limit=1&minPosition=%d".formatted(first, tally.position()));
        api.get("/v1/journals/%s/report?minPosition=%d".formatted(first, tally.position()));
        return new Outcome(first, true, tally.entries(), tally.rows(), tally.decisions());
    }

    private Outcome found(JsonNode present) {
        String id = present.path("items").get(0).path("journalId").asString();
        return new Outcome(id, false, 0, 0, 0);
    }

    private String create(int number) {
        ObjectNode body = new JsonMapper().createObjectNode().put("name", DemoData.journalName(number));
        return api.post("/v1/journals", body, "Idempotency-Key", "\"demo-" + number + "\"")
                .path("journalId")
                .asString();
    }

    private static void tell(BatchWriter writer, String journal, DemoData.Story story) {
        String contact = story.externalId();
        writer.contact(0, contact, story.name());
        writer.entry(0, journal, contact);
        int number = 0;
        for (DemoData.Step step : story.steps()) {
            String id = contact + "-" + ++number;
            if (step.decides()) writer.decision(0, journal, contact, step.stage(), step.at(), id, decision(step));
            else writer.stage(0, journal, contact, step.stage(), step.at(), id);
        }
        writer.endOfContact();
    }

    private static BatchWriter.Decision decision(DemoData.Step step) {
        String amount = step.cents() == 0 ? null : String.format(Locale.ROOT, "%.2f", step.cents() / 100.0);
        return new BatchWriter.Decision(step.status(), amount, "EUR", step.cadence());
    }

    private static void refuse(long line, String code, String detail) {
        throw new IllegalStateException("The demo data was refused: " + code + " " + detail);
    }
}
