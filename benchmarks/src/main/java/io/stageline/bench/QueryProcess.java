package io.stageline.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A second process on the database of a {@link Product}, which only answers reads. */
public final class QueryProcess implements AutoCloseable {
    private final Process process;
    private final InetSocketAddress address;

    /** Starts it with a data directory of its own and waits until it listens. */
    public QueryProcess(Product product, Path data) {
        var database = product.database();
        var url = "postgresql://%s:%s@127.0.0.1:%d/%s"
                .formatted(
                        database.getUser(),
                        database.getPassword(),
                        database.getPortNumbers()[0],
                        database.getDatabaseName());
        var starting = new ProcessBuilder(
                        List.of(Launcher.script(), "serve", "--roles", "query", "--port", "0", "--data-dir", data + ""))
                .redirectError(data.resolve("stderr.log").toFile());
        starting.environment().put("STAGELINE_DATABASE_URL", url);
        try {
            starting.environment()
                    .put(
                            "STAGELINE_MASTER_KEY",
                            Files.readString(product.data().resolve("master.key"))
                                    .strip());
            process = starting.start();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        address = new InetSocketAddress("127.0.0.1", Product.port(process));
    }

    public InetSocketAddress address() {
        return address;
    }

    public long pid() {
        return process.pid();
    }

    @Override
    public void close() {
        Product.stop(process);
    }
}
