package io.stageline.standalone;

import io.stageline.eventlog.EventTypes;
import io.stageline.http.Draining;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.boot.web.server.PortInUseException;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.env.MapPropertySource;

/** The running process: locked directory, database, application; stopped in the opposite order. */
public final class Server implements AutoCloseable {
    private final Deque<AutoCloseable> parts = new ArrayDeque<>();
    private final DataDirectory directory;
    private final EventTypes types;
    private final Clock clock;
    private CompletableFuture<Map<String, Object>> opening = CompletableFuture.completedFuture(Map.of());
    private @Nullable ConfigurableApplicationContext application;
    private int port;

    private Server(DataDirectory directory, EventTypes types, Clock clock) {
        this.directory = directory;
        this.types = types;
        this.clock = clock;
        parts.push(directory);
    }

    /** Starts everything; what had started is stopped again when a later step fails. */
    public static Server start(Settings settings) {
        return start(settings, new EventTypes(), Clock.systemUTC());
    }

    /** The same as another version of the application would, which knows other events, or on a machine whose clock is wrong. */
    public static Server start(Settings settings, EventTypes types, Clock clock) {
        LoggingSystem.get(Server.class.getClassLoader()).beforeInitialize();
        Server server = new Server(DataDirectory.own(settings.dataDirectory()), types, clock);
        try {
            server.startParts(settings);
            return server;
        } catch (IOException | RuntimeException failed) {
            server.close();
            throw explained(failed);
        }
    }

    private static RuntimeException explained(Exception failed) {
        for (Throwable cause = failed; cause != null; cause = cause.getCause())
            if (cause instanceof PortInUseException taken)
                return Refusal.alreadyRunning("Port " + taken.getPort() + " is in use; choose another with --port");
        Refusal refusal = Refusal.in(failed);
        if (refusal != null) return refusal;
        return failed instanceof RuntimeException known ? known : new IllegalStateException(failed);
    }

    private void startParts(Settings settings) throws IOException {
        try {
            application = application(settings);
        } finally {
            opened();
        }
        parts.push(application);
        parts.push(application.getBean(Draining.class)::begin);
        application.getBean(Readiness.class).await();
        port = application.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
        directory.announce(url());
    }

    /** Begins once the log can be written to, and is done before the first bean. */
    private void openMeanwhile(Settings settings, ConfigurableApplicationContext context) {
        opening = CompletableFuture.supplyAsync(() -> open(settings));
        context.addBeanFactoryPostProcessor(read -> context.getEnvironment()
                .getPropertySources()
                .addFirst(new MapPropertySource("installation", opened())));
    }

    private Map<String, Object> open(Settings settings) {
        try {
            Database database = Database.open(settings, directory);
            parts.push(database);
            return properties(
                    database,
                    new Installation(database, directory, clock).complete(settings.logs(), settings.roles()),
                    settings.roles().contains(Role.project));
        } catch (SQLException | IOException | IllegalStateException failed) {
            throw Refusal.unreachable(failed);
        }
    }

    /** Waits until the database is open, or fails with the reason why it is not. */
    private Map<String, Object> opened() {
        try {
            return opening.join();
        } catch (CompletionException failed) {
            throw failed.getCause() instanceof RuntimeException reason ? reason : failed;
        }
    }

    /** All classes are read before the first bean is made, which needs the database. */
    private ConfigurableApplicationContext application(Settings settings) {
        return new SpringApplicationBuilder(StandaloneApplication.class)
                .web(WebApplicationType.REACTIVE)
                .registerShutdownHook(false)
                .profiles(settings.roles().stream().map(Role::name).toArray(String[]::new))
                .initializers(context -> openMeanwhile(settings, context))
                .initializers(context -> {
                    ((GenericApplicationContext) context).registerBean(EventTypes.class, () -> types);
                    ((GenericApplicationContext) context).registerBean(Clock.class, () -> clock);
                })
                .properties(Map.of(
                        "logging.file.name", directory.file("stageline.log").toString(),
                        "stageline.repair-drift", settings.repairDrift()))
                .run("--server.port=" + settings.port());
    }

    /** Only those who rebuild get the administrator's connections, as an object: an address would carry a password. */
    private static Map<String, Object> properties(Database database, int logs, boolean rebuilds) {
        var properties = new HashMap<String, Object>(Map.of(
                "stageline.logs", logs,
                "stageline.master-key", database.masterKey(),
                "stageline.database.url", database.address().jdbcUrl(),
                "stageline.database.host", database.address().host(),
                "stageline.database.port", database.address().port(),
                "stageline.database.name", database.address().name(),
                "stageline.database.write-password", database.passwordOf("stageline_write"),
                "stageline.database.project-password", database.passwordOf("stageline_project"),
                "stageline.database.query-password", database.passwordOf("stageline_query")));
        if (rebuilds)
            properties.put("stageline.administrator", database.address().administrator());
        return properties;
    }

    /** A part of the running application. */
    public <T> T bean(Class<T> type) {
        return Objects.requireNonNull(application).getBean(type);
    }

    public String url() {
        return "http://localhost:" + port;
    }

    /** Where the first admin key lies. */
    public Path adminKey() {
        return directory.file("admin.key");
    }

    /** Lets nobody new in, answers whom it let in, then stops what they stood on. */
    @Override
    public void close() {
        while (!parts.isEmpty()) {
            try {
                parts.pop().close();
            } catch (Exception failed) {
                System.Logger log = System.getLogger(Server.class.getName());
                log.log(System.Logger.Level.WARNING, "a part did not stop cleanly", failed);
            }
        }
    }
}
