package io.stageline.cli.importing;

import io.stageline.cli.Api;
import io.stageline.cli.batch.BatchSender;
import io.stageline.cli.batch.BatchWriter;
import io.stageline.cli.batch.Tally;
import java.io.IOException;
import java.util.List;
import java.util.Set;

/** Carries a file into a journal: window by window, contact by contact, until the grid shows all of it. */
final class Importer {
    private final ImportOptions options;
    private final Api api;
    private final Refused refused;
    private final Watch watch;
    private final Tally tally = new Tally();
    private final RowIds ids = new RowIds();
    private final Repeats entered = new Repeats();
    private String journal = "";
    private long read;

    Importer(ImportOptions options, Api api, Refused refused, Watch watch) {
        this.options = options;
        this.api = api;
        this.refused = refused;
        this.watch = watch;
    }

    ImportReport run() throws IOException {
        long began = System.nanoTime();
        try (RowSource source = options.open();
                BatchSender sender = new BatchSender(api, tally, refused::add, watch::done)) {
            RowReader reader = new RowReader(source, options.decisions.keySet(), refused);
            Window window = Window.read(reader);
            journal = new TargetJournal(api, options.journal).prepare(stages(window), statuses());
            BatchWriter writer = new BatchWriter(sender);
            while (true) {
                watch.expect(window.last() ? reader.read() : (long) (reader.read() / source.progress()));
                send(window, writer);
                if (window.last()) break;
                window = Window.read(reader);
                sender.drain();
            }
            sender.drain();
            read = reader.read();
        }
        watch.settle();
        waitUntilShown();
        return new ImportReport(journal, read, tally, refused, System.nanoTime() - began);
    }

    private void send(Window window, BatchWriter writer) {
        for (List<Row> rows : window.contacts()) {
            Row first = rows.get(0);
            if (entered.seen(Repeats.hash(first.contact(), 0)) == 0) {
                writer.contact(first.line(), first.contact(), first.name());
                writer.entry(first.line(), journal, first.contact());
            }
            for (Row row : rows) write(row, writer);
            writer.endOfContact();
        }
        writer.flush();
    }

    private void write(Row row, BatchWriter writer) {
        String status = options.decisions.get(row.stage());
        String id = ids.of(row);
        if (status == null) {
            writer.stage(row.line(), journal, row.contact(), row.stage(), row.at(), id);
        } else {
            var decision = new BatchWriter.Decision(status, row.amount(), options.currency, "ONE_TIME");
            writer.decision(row.line(), journal, row.contact(), row.stage(), row.at(), id, decision);
        }
    }

    /** The named stages, or those of the file: a file that needs several windows is read once more before. */
    private List<String> stages(Window first) throws IOException {
        if (!options.stagesAreAuto()) return options.stages;
        if (first.last()) return Survey.of(first).stages();
        try (RowSource again = options.open()) {
            return Survey.of(again, Set.of(), Refused.unlisted()).stages();
        }
    }

    private List<String> statuses() {
        return options.decisions.values().stream().distinct().toList();
    }

    private void waitUntilShown() {
        api.get("/v1/journals/%s/grid?limit=1&minPosition=%d".formatted(journal, tally.position()));
        api.get("/v1/journals/%s/report?minPosition=%d".formatted(journal, tally.position()));
    }
}
