package io.stageline.eventlog.bulk;

import io.stageline.eventlog.Digest;
import io.stageline.eventlog.EventTypes;
import io.stageline.eventlog.Origin;
import io.stageline.eventlog.Recorded;
import io.stageline.eventlog.Unasked;
import io.stageline.eventlog.Unreadable;
import io.stageline.eventlog.Unreadable.Reason;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.postgresql.PGConnection;

/** Reads the events of a query by binary COPY; what cannot be read, or was changed since it was appended, stands as such in its place. */
final class ChunkDecoder {
    private final EventTypes types;
    private final TypeNames names = new TypeNames();
    private final Digest digest = new Digest();
    private final StoredRow row = new StoredRow();

    ChunkDecoder(EventTypes types) {
        this.types = types;
    }

    /** The events that the query selects, in its order; its columns are those of {@link StoredRow}. */
    List<Recorded> read(Connection connection, String query) throws SQLException {
        var events = new ArrayList<Recorded>();
        var copy = connection
                .unwrap(PGConnection.class)
                .getCopyAPI()
                .copyOut("COPY (" + query + ") TO STDOUT (FORMAT binary)");
        try {
            for (var message = copy.readFromCopy(); message != null; message = copy.readFromCopy())
                if (row.take(message)) events.add(recorded());
        } finally {
            if (copy.isActive()) copy.cancelCopy();
        }
        return events;
    }

    private Recorded recorded() {
        return new Recorded(
                row.position(),
                row.tenant(),
                row.stream(),
                row.version(),
                row.eventId(),
                event(names.of(row.bytes(), row.type(), row.typeLength())),
                row.recordedAt(),
                new Origin(row.actor(), row.causation(), row.correlation()));
    }

    private Object event(String type) {
        if (!row.hasPayload()) return Unasked.EVENT;
        return digest.fits(
                        row.digest(),
                        row.stream(),
                        row.version(),
                        type,
                        row.bytes(),
                        row.payload(),
                        row.payloadLength())
                ? types.readOrTell(type, row.bytes(), row.payload(), row.payloadLength())
                : new Unreadable(type, Reason.DAMAGED);
    }
}
