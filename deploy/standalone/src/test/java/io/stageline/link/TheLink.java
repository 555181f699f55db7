package io.stageline.link;

import io.stageline.http.Scope;
import io.stageline.standalone.DatabaseAddress;
import io.stageline.standalone.EmbeddedDatabase;
import io.stageline.standalone.Server;
import io.stageline.standalone.Settings;
import io.stageline.tenant.write.Tenants;
import io.stageline.whole.Client;
import io.stageline.whole.LogChecks;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.util.FileSystemUtils;

/** One server for all tests of bad links: every byte between it and its database goes through a proxy. */
final class TheLink {
    private static final AtomicInteger NUMBER = new AtomicInteger();
    private static final TheLink ONE = start();

    private final Path directory;
    private final EmbeddedDatabase database;
    private final TcpProxy proxy;
    private final Server server;

    private TheLink(Path directory) throws IOException {
        this.directory = directory;
        database = EmbeddedDatabase.start(Files.createDirectory(directory.resolve("database")), "administrator");
        proxy = new TcpProxy(database.address().port());
        var through = "postgresql://postgres:administrator@127.0.0.1:%d/postgres".formatted(proxy.port());
        var masterKey = Base64.getEncoder().encodeToString(new byte[32]);
        server = Server.start(new Settings(directory.resolve("server"), 0, through, masterKey));
    }

    private static TheLink start() {
        try {
            var link = new TheLink(Files.createTempDirectory("stageline-link"));
            Runtime.getRuntime().addShutdownHook(new Thread(link::stop));
            return link;
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private void stop() {
        proxy.heal();
        server.close();
        database.close();
        FileSystemUtils.deleteRecursively(directory.toFile());
    }

    static TcpProxy proxy() {
        return ONE.proxy;
    }

    /** The database as its superuser sees it, around the proxy. */
    static JdbcTemplate database() {
        return new JdbcTemplate(address().administrator());
    }

    static DatabaseAddress address() {
        return ONE.database.address();
    }

    static LogChecks log() {
        return new LogChecks(database());
    }

    static <T> T bean(Class<T> type) {
        return ONE.server.bean(type);
    }

    static String url() {
        return ONE.server.url();
    }

    /** A client of a new tenant that may do everything. */
    static Client newTenant() {
        var tenants = ONE.server.bean(Tenants.class);
        var tenant = tenants.open("tenant " + NUMBER.incrementAndGet());
        return new Client(
                url(), tenants.addKey(tenant, "test", List.of(Scope.admin)).text());
    }
}
