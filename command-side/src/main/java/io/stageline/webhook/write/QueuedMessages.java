package io.stageline.webhook.write;

import io.stageline.refusal.Code;
import io.stageline.webhook.write.WebhookCommand.ResendMessage;
import java.util.UUID;
import javax.sql.DataSource;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/** What the queue tells to those who decide: whose a delivery is, and how many endpoints there are. */
@Component
final class QueuedMessages {
    private static final String FIND =
            "SELECT endpoint_id, sequence FROM stageline.webhook_message WHERE tenant_id = ? AND message_id = ?";
    private static final String COUNT = "SELECT count(*) FROM stageline.webhook_endpoint WHERE tenant_id = ?";
    private static final int MOST_ENDPOINTS = 1_000;

    private final JdbcTemplate database;

    QueuedMessages(@Qualifier("writeDataSource") DataSource database) {
        this.database = new JdbcTemplate(database);
    }

    /** The command that sends one message again; for one that is not there it finds nobody, who refuses it like any other. */
    ResendMessage again(UUID tenant, UUID deliveryId) {
        return database
                .query(
                        FIND,
                        (row, number) -> new ResendMessage(tenant, row.getObject(1, UUID.class), row.getLong(2)),
                        tenant,
                        deliveryId)
                .stream()
                .findFirst()
                .orElseGet(() -> new ResendMessage(tenant, deliveryId, 0));
    }

    /** Refuses one endpoint more than a tenant may have. */
    void mustHaveRoom(UUID tenant) {
        Integer endpoints = database.queryForObject(COUNT, Integer.class, tenant);
        if (endpoints != null && endpoints >= MOST_ENDPOINTS)
            throw Code.TOO_MANY_ENDPOINTS
                    .because("there are " + MOST_ENDPOINTS + " webhook endpoints already")
                    .asException();
    }
}
