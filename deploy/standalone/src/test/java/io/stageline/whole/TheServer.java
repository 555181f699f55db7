package io.stageline.whole;

import io.stageline.http.Scope;
import io.stageline.standalone.Server;
import io.stageline.tenant.write.Tenants;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.util.FileSystemUtils;

/** One running server for all tests of a run; each test works in a tenant of its own, so none sees another. */
public final class TheServer {
    private static final AtomicInteger NUMBER = new AtomicInteger();
    private static final Path DIRECTORY = temporary();
    private static final Server SERVER = start();

    private TheServer() {}

    private static Path temporary() {
        try {
            return Files.createTempDirectory("stageline-test");
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private static Server start() {
        var server = Server.start(SomeLogs.in(DIRECTORY));
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(server)));
        return server;
    }

    private static void stop(Server server) {
        server.close();
        FileSystemUtils.deleteRecursively(DIRECTORY.toFile());
    }

    public static String url() {
        return SERVER.url();
    }

    /** A part of the running application. */
    public static <T> T bean(Class<T> type) {
        return SERVER.bean(type);
    }

    public static Administrator administrator() {
        return new Administrator(DIRECTORY);
    }

    /** A client of a new tenant that may do everything. */
    public static Client newTenant() {
        return newTenant(Scope.admin);
    }

    /** A client of a new tenant whose key has these scopes. */
    public static Client newTenant(Scope... scopes) {
        return new Client(url(), newKey(scopes));
    }

    /** A key with these scopes to a new tenant. */
    public static String newKey(Scope... scopes) {
        var tenants = SERVER.bean(Tenants.class);
        var tenant = tenants.open("tenant " + NUMBER.incrementAndGet());
        return tenants.addKey(tenant, "test", List.of(scopes)).text();
    }
}
