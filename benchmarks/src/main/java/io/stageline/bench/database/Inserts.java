package io.stageline.bench.database;

import io.stageline.bench.Product;
import io.stageline.bench.frame.House;
import io.stageline.bench.frame.Side;

/** One INSERT a transaction: by pgbench where there is one, otherwise the same load over JDBC, and named as such. */
public final class Inserts {
    private Inserts() {}

    public static String name() {
        return PgBench.program().map(found -> "pgbench INSERT").orElse("JDBC INSERT");
    }

    public static Side side(House house, int clients) {
        Product product = house.product();
        InsertTable.create(product.database());
        return PgBench.program()
                .<Side>map(program -> PgBench.of(house, name(), InsertTable.script(), clients))
                .orElseGet(() -> new JdbcInserts(product, clients));
    }
}
