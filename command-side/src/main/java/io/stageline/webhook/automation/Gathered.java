package io.stageline.webhook.automation;

import io.stageline.webhook.automation.Claim.Lane;
import io.stageline.webhook.automation.Errand.Kind;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What a batch of the feed has gathered, to be written at once and in one order of locks. */
final class Gathered {
    private static final int MESSAGES = 500;
    private static final int ERRANDS = 8;

    private final Set<EndpointKey> changed = new LinkedHashSet<>();
    private final List<Message> messages = new ArrayList<>();
    private final List<Errand> errands = new ArrayList<>();

    void changed(EndpointKey endpoint) {
        changed.add(endpoint);
    }

    void add(Message message) {
        messages.add(message);
    }

    void add(Errand errand) {
        errands.add(errand);
    }

    /** Nothing that was to be done for it is done any more. */
    void forget(EndpointKey endpoint) {
        messages.removeIf(message -> message.to().equals(endpoint));
        errands.removeIf(errand -> errand.endpoint().equals(endpoint));
    }

    /** Whether it is as much as is written at once. */
    boolean isFull() {
        return messages.size() >= MESSAGES || errands.size() >= ERRANDS;
    }

    /** All endpoints are held before all lanes, and these before messages that others know. */
    void write(Connection connection, FeedTables tables, FedEndpoints endpoints) throws SQLException {
        tables.keep(connection, rows(endpoints));
        for (var errand : errands) if (errand.kind() == Kind.remove) QueueTables.forget(connection, errand.endpoint());
        QueueTables.add(connection, messages);
        QueueTables.openLanes(connection, lanes(connection), QueueTables.AS_IT_WAS);
        for (var errand : errands) Errands.begin(connection, errand);
    }

    private List<FedEndpoint> rows(FedEndpoints endpoints) {
        var rows = new ArrayList<FedEndpoint>();
        for (var key : changed) {
            var endpoint = endpoints.get(key);
            if (endpoint != null) rows.add(endpoint);
        }
        return rows;
    }

    private List<Lane> lanes(Connection connection) throws SQLException {
        var lanes = new ArrayList<Lane>();
        for (var message : messages) lanes.add(new Lane(message.to(), message.subject()));
        for (var errand : errands) lanes.addAll(Pieces.lanes(connection, errand));
        return lanes;
    }
}
