package io.stageline.bench.database;

import io.stageline.bench.Product;
import io.stageline.bench.frame.House;
import io.stageline.bench.frame.Side;

/** One INSERT a transaction: by pgbench where there is one, otherwise the same load over JDBC, and named as such. */
public final class Inserts {
    private Inserts() {}

    public static String name() {
        return Programs.find("pgbench").map(found -> "pgbench INSERT").orElse("JDBC INSERT");
    }

    public static Side side(House house, int clients) {
        Product product = house.product();
        InsertTable.create(product.database());
        return Programs.find("pgbench")
                .<Side>map(program -> new PgBench(program, product, house.folder("pgbench"), clients))
                .orElseGet(() -> new JdbcInserts(product, clients));
    }
}
