package io.stageline.bench.rows;

import io.stageline.bench.Product;
import io.stageline.bench.database.Copy;
import io.stageline.bench.database.Sql;
import io.stageline.bench.frame.Figure;
import io.stageline.bench.frame.House;
import io.stageline.bench.frame.Row;
import io.stageline.bench.frame.Side;
import io.stageline.bench.frame.Target;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/** The main job: a real log goes in until the grid shows all of it, against COPY of the same rows. */
final class P14 implements Row {
    private static final int ROWS = 262_200;
    private static final String[] NAMES = {"bpic2012.csv.gz", "bpic2012.timeordered.csv.gz"};
    private static final String[] TABLE = {"CREATE SCHEMA IF NOT EXISTS bench", """
        CREATE TABLE IF NOT EXISTS bench.loan_event (
            case_id     text        NOT NULL,
            event_index int         NOT NULL,
            amount      numeric     NOT NULL,
            registered  timestamptz NOT NULL,
            happened_at timestamptz NOT NULL,
            name        text        NOT NULL,
            transition  text        NOT NULL,
            resource    text,
            PRIMARY KEY (case_id, event_index))"""};

    @Override
    public String name() {
        return "P14";
    }

    @Override
    public String question() {
        return "How long does the import of the 262,200 rows of the loan log take, until the grid shows all of it?";
    }

    @Override
    public List<Figure> figures() {
        return List.of(
                Figure.ofRates(Importing.NAME, Copy.named(), Target.atLeast(0.3)),
                Figure.told(Importing.NAME, Importing.HEAP, Target.atMost(512)));
    }

    @Override
    public String missing(House house) {
        return log(house) == null ? "no " + NAMES[0] + " below the folder that --data names" : "";
    }

    @Override
    public List<Side> sides(House house) {
        var product = house.product("import");
        var log = log(house);
        if (log == null) throw new IllegalStateException("no data");
        var plain = house.folder("loans").resolve("loans.csv");
        unpack(log, plain);
        return List.of(new Importing(product, log, ROWS), copy(product, plain));
    }

    private static Side copy(Product product, Path plain) {
        Sql.run(product.database(), TABLE);
        return new Copy(product, "bench.loan_event", plain, "(FORMAT csv, HEADER)", ROWS);
    }

    private static void unpack(Path packed, Path plain) {
        try (var rows = new GZIPInputStream(Files.newInputStream(packed))) {
            Files.copy(rows, plain);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static @Nullable Path log(House house) {
        var data = house.data();
        if (data == null) return null;
        for (var name : NAMES)
            for (var folder : List.of(data, data.resolve("process")))
                if (Files.isReadable(folder.resolve(name))) return folder.resolve(name);
        return null;
    }
}
