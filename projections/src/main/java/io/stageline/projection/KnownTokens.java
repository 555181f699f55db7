package io.stageline.projection;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.eventhandling.tokenstore.AbstractTokenEntry;
import org.axonframework.eventhandling.tokenstore.GenericTokenEntry;
import org.axonframework.eventhandling.tokenstore.UnableToClaimTokenException;
import org.axonframework.eventhandling.tokenstore.jdbc.JdbcTokenStore;

/**
 * Tokens by compare-and-swap: a token follows only the one that this process knows to be stored. A crash of the database
 * may take the last commits of projections away, as they do not wait for the disk; who went on from memory would skip them.
 */
final class KnownTokens extends JdbcTokenStore {
    private static final String STORE = """
            UPDATE stageline.token_entry
               SET token = ?, token_type = ?, timestamp = ?
             WHERE owner = ? AND processor_name = ? AND segment = ? AND token = ?""";
    private static final byte[] NONE = {};

    private final String owner;
    private final Map<String, byte[]> known = new ConcurrentHashMap<>();

    KnownTokens(Builder builder, String owner) {
        super(builder.nodeId(owner).contentType(byte[].class));
        this.owner = owner;
    }

    /** The part of fetching in which the stored token is at hand. */
    @Override
    protected TrackingToken claimToken(Connection connection, AbstractTokenEntry<?> stored) throws SQLException {
        var token = super.claimToken(connection, stored);
        known.put(key(stored.getProcessorName(), stored.getSegment()), bytes(stored));
        return token;
    }

    @Override
    public void storeToken(TrackingToken token, String processor, int segment) {
        super.storeToken(token, processor, segment);
        known.put(key(processor, segment), bytes(entry(token, processor, segment)));
    }

    /** Called about once a second for a processor that has nothing to do. */
    @Override
    public void extendClaim(String processor, int segment) {
        var before = known.getOrDefault(key(processor, segment), NONE);
        fetchToken(processor, segment);
        if (!Arrays.equals(before, known.get(key(processor, segment)))) throw notOurs(processor, segment);
    }

    @Override
    protected PreparedStatement storeUpdate(Connection connection, TrackingToken token, String processor, int segment)
            throws SQLException {
        var entry = entry(token, processor, segment);
        var update = connection.prepareStatement(STORE);
        update.setBytes(1, bytes(entry));
        update.setString(2, entry.getTokenType().getName());
        update.setString(3, entry.timestampAsString());
        update.setString(4, owner);
        update.setString(5, processor);
        update.setInt(6, segment);
        update.setBytes(7, known.getOrDefault(key(processor, segment), NONE));
        return update;
    }

    /** Reached when nothing was updated; the processor fetches the stored token and goes on from there. */
    @Override
    protected void updateToken(
            Connection connection, ResultSet stored, TrackingToken token, String processor, int segment) {
        throw notOurs(processor, segment);
    }

    private static UnableToClaimTokenException notOurs(String processor, int segment) {
        return new UnableToClaimTokenException(
                "Token %s/%d is not what this process stored: another one took over, or the database went back"
                        .formatted(processor, segment));
    }

    private GenericTokenEntry<byte[]> entry(TrackingToken token, String processor, int segment) {
        return new GenericTokenEntry<>(token, serializer(), byte[].class, processor, segment);
    }

    private static byte[] bytes(AbstractTokenEntry<?> entry) {
        return (byte[]) entry.getSerializedToken().getData();
    }

    private static String key(String processor, int segment) {
        return processor + "/" + segment;
    }
}
