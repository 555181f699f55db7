package io.stageline.bench.rows;

import io.stageline.bench.Api;
import io.stageline.bench.Board;
import io.stageline.bench.database.Sql;
import io.stageline.bench.frame.House;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A grid page of 50 entries in 10 stages, all of them reached; and its rows as a table of ready-made text. */
final class FullPage {
    static final int ROWS = 50;

    private static final List<String> STAGES =
            IntStream.rangeClosed(1, 10).mapToObj("STAGE_%02d"::formatted).toList();
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String[] CREATE = {
        "CREATE SCHEMA IF NOT EXISTS bench",
        "DROP TABLE IF EXISTS bench.ready_row, bench.raw_cell",
        "CREATE TABLE bench.ready_row (board int, n int, row text NOT NULL, PRIMARY KEY (board, n))",
        """
        CREATE TABLE bench.raw_cell (board int, n int, stage text, at timestamptz NOT NULL, count int NOT NULL,
               version bigint NOT NULL, PRIMARY KEY (board, n, stage))"""
    };
    private static final String INSERT = "INSERT INTO bench.ready_row VALUES (1, ?, ?)";
    private static final String CELLS = """
            INSERT INTO bench.raw_cell
            SELECT board, n, stage, (cell ->> 'at')::timestamptz, (cell ->> 'count')::int, (cell ->> 'version')::bigint
              FROM bench.ready_row, json_each(row::json -> 'cells') AS cells (stage, cell)""";

    private final House house;
    private final String path;

    private FullPage(House house, String path) {
        this.house = house;
        this.path = path;
    }

    /** Makes the journal in the shared server, and waits until its grid shows everything. */
    static FullPage in(House house) {
        var product = house.product();
        var board = new Board(product.address(), product.key(), STAGES);
        board.record(board.entries(ROWS), STAGES);
        Commands.settle(product, board);
        return new FullPage(house, "/v1/journals/" + board.journal() + "/grid?limit=" + ROWS);
    }

    /** Where it is asked for. */
    String path() {
        return path;
    }

    /** As many questions as that, each of which has the same page for its answer: they name its stages in different orders. */
    List<String> paths(int questions) {
        var order = new ArrayList<>(STAGES);
        return Stream.generate(() -> {
                    Collections.shuffle(order);
                    return path + "&show=" + String.join(",", order);
                })
                .limit(questions)
                .toList();
    }

    /** Keeps its rows as {@code bench.ready_row}, and their cells one by one as {@code bench.raw_cell}. */
    void keep() {
        var database = house.product().database();
        Sql.run(database, CREATE);
        var page = new Api(house.product().address(), house.product().key()).get(path);
        try (var connection = database.getConnection();
                var insert = connection.prepareStatement(INSERT)) {
            var n = 0;
            for (JsonNode row : JSON.readTree(page).get("rows")) {
                insert.setInt(1, ++n);
                insert.setString(2, row.toString());
                insert.addBatch();
            }
            insert.executeBatch();
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        }
        Sql.run(database, CELLS, "VACUUM ANALYZE bench.ready_row", "VACUUM ANALYZE bench.raw_cell");
    }
}
