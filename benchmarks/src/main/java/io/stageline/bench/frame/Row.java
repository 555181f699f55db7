package io.stageline.bench.frame;

import java.util.List;

/** A row of the table: a question, the sides that are run to answer it, and the figures that are the answer. */
public interface Row {
    String name();

    String question();

    List<Figure> figures();

    /** Prepares the sides; what they need beyond the row's life is the house's. */
    List<Side> sides(House house);

    /** Why it cannot be run here; empty when it can. */
    default String missing(House house) {
        return "";
    }
}
