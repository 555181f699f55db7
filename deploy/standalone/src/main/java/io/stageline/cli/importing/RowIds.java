package io.stageline.cli.importing;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The sender's id of a row, made of what the row says: an export in another order tells the same facts. */
final class RowIds {
    private static final int KEPT_BYTES = 16;
    private static final HexFormat HEX = HexFormat.of();

    private final Repeats repeats = new Repeats();
    private final MessageDigest sha = sha256();
    private final ByteBuffer numbers = ByteBuffer.allocate(16);

    /** The id of the next row; equal rows of one case are told apart by their count. */
    String of(Row row) {
        long same = Repeats.hash(row.stage(), Repeats.hash(row.contact(), row.at().getEpochSecond()))
                ^ (row.at().getNano() * 0x9E3779B97F4A7C15L);
        int before = repeats.seen(same);
        sha.update(row.stage().getBytes(StandardCharsets.UTF_8));
        sha.update(numbers.clear()
                .putLong(row.at().getEpochSecond())
                .putInt(row.at().getNano())
                .putInt(before)
                .flip());
        return HEX.formatHex(sha.digest(), 0, KEPT_BYTES);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
