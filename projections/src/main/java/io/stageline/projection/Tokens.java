package io.stageline.projection;

import java.time.Duration;
import javax.sql.DataSource;
import org.axonframework.eventhandling.tokenstore.jdbc.JdbcTokenStore;
import org.axonframework.eventhandling.tokenstore.jdbc.TokenSchema;
import org.axonframework.serialization.jackson3.Jackson3Serializer;
import org.springframework.jdbc.datasource.TransactionAwareDataSourceProxy;

/** How far each processor has come, kept as JSON with the position as its {@code globalIndex}. */
final class Tokens {
    // Many times what a batch takes, and what a process that replaces a killed one has to wait.
    private static final Duration CLAIM = Duration.ofSeconds(5);

    private Tokens() {}

    /** Claimed for the owner, which is this process. */
    static JdbcTokenStore in(DataSource database, String owner) {
        var builder = JdbcTokenStore.builder()
                .connectionProvider(new TransactionAwareDataSourceProxy(database)::getConnection)
                .serializer(Jackson3Serializer.builder().build())
                .schema(schema())
                .claimTimeout(CLAIM);
        return new KnownTokens(builder, owner);
    }

    private static TokenSchema schema() {
        return TokenSchema.builder()
                .setTokenTable("stageline.token_entry")
                .setProcessorNameColumn("processor_name")
                .setSegmentColumn("segment")
                .setTokenColumn("token")
                .setTokenTypeColumn("token_type")
                .setTimestampColumn("timestamp")
                .setOwnerColumn("owner")
                .build();
    }
}
