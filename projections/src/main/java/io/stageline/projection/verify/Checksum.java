package io.stageline.projection.verify;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HexFormat;

/** What stands for all rows of a schema, whatever their order: equal for equal rows. */
public record Checksum(long rows, String text) {
    private static final int HALF_OF_A_DIGEST = 16;

    private static final String OF_TABLE =
            "SELECT count(*), coalesce(sum(hashtextextended(t::text, 0)::numeric), 0) FROM %s.%s AS t";

    /** The checksum of every table of the schema, in the snapshot of the connection; its time zone counts. */
    public static Checksum of(Connection connection, String schema) throws SQLException {
        var rows = 0L;
        var sums = new StringBuilder();
        for (var table : Table.of(connection, schema))
            try (var sql = connection.createStatement();
                    var sum = sql.executeQuery(OF_TABLE.formatted(schema, table.name()))) {
                sum.next();
                rows += sum.getLong(1);
                sums.append(line(table.name(), sum.getLong(1), sum.getBigDecimal(2)));
            }
        return new Checksum(rows, digest(sums.toString()));
    }

    private static String line(String table, long rows, BigDecimal sum) {
        return table + ' ' + rows + ' ' + sum.toPlainString() + '\n';
    }

    private static String digest(String text) {
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, HALF_OF_A_DIGEST);
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException(missing);
        }
    }
}
