package io.stageline.eventlog;

import com.zaxxer.hikari.HikariConfig;
import java.time.Duration;

/** The JDBC connections of a role that writes. Nobody waits long on them: not for one, not for a statement, not for a link that is silent. */
public final class Connections {
    private static final int ACQUIRE_MILLIS = 2_000;
    private static final int VALIDATE_MILLIS = 1_000;
    private static final String CONNECT_SECONDS = "2";
    /** How much later than the database this side gives up: the database's own word says for sure that nothing was done. */
    private static final int GRACE_SECONDS = 1;
    /** A backend whose client is gone without a word frees its locks and itself. */
    private static final String UNHEARD = """
            -c idle_in_transaction_session_timeout=5000\
             -c tcp_keepalives_idle=20 -c tcp_keepalives_interval=5 -c tcp_keepalives_count=4""";

    /** Whoever writes has few statements and looks rows up by their keys: plans are made once, and hold however the tables grow. */
    private static final String PLANS = """
            -c plan_cache_mode=force_generic_plan -c jit=off\
             -c enable_seqscan=off -c enable_hashjoin=off -c enable_mergejoin=off""";

    private Connections() {}

    /** How to connect as the role, so many times at most; each statement may take so long. */
    public static HikariConfig of(String pool, String url, String role, String password, int most, Duration statement) {
        var config = new HikariConfig();
        config.setPoolName(pool);
        config.setJdbcUrl(url);
        config.setUsername(role);
        config.setPassword(password);
        config.setMaximumPoolSize(most);
        config.setConnectionTimeout(ACQUIRE_MILLIS);
        config.setValidationTimeout(VALIDATE_MILLIS);
        // As text: the driver does not see any other value.
        config.addDataSourceProperty("connectTimeout", CONNECT_SECONDS);
        config.addDataSourceProperty("socketTimeout", Long.toString(statement.toSeconds() + GRACE_SECONDS));
        config.addDataSourceProperty(
                "options", String.join(" ", "-c statement_timeout=" + statement.toMillis(), UNHEARD, PLANS));
        config.addDataSourceProperty("tcpKeepAlive", "true");
        return config;
    }
}
