package io.stageline.bench.frame;

import io.stageline.bench.Board;
import io.stageline.bench.Folders;
import io.stageline.bench.Product;
import io.stageline.bench.baseline.BaselineServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** What the rows work with: servers that are started when first asked for and all stopped in the end. */
public final class House implements AutoCloseable {
    private final Path work;
    private final @Nullable Path data;
    private final boolean full;
    private final Deque<AutoCloseable> opened = new ArrayDeque<>();
    private @Nullable Product product;
    private @Nullable Board board;

    /** Works below the first folder, finds real data in the second one; full is the large size of rows that have two. */
    public House(Path work, @Nullable Path data, boolean full) {
        this.work = work;
        this.data = data;
        this.full = full;
    }

    /** The server that rows share. */
    public Product product() {
        if (product == null) product = product("shared");
        return product;
    }

    /** A server for one row alone, on data of its own. */
    public Product product(String name) {
        return keep(Product.start(folder(name)));
    }

    /** The journal in the shared server. */
    public Board board() {
        if (board == null) board = new Board(product().address(), product().key());
        return board;
    }

    public BaselineServer baseline(Class<?> main) {
        return keep(BaselineServer.start(main, product()));
    }

    public @Nullable Path data() {
        return data;
    }

    public boolean full() {
        return full;
    }

    /** A folder for files of a row. */
    public Path folder(String name) {
        try {
            return Files.createDirectories(work.resolve(name));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** Closes it when the house is left. */
    public <T extends AutoCloseable> T keep(T server) {
        synchronized (opened) {
            opened.push(server);
        }
        return server;
    }

    /** Stops what was started, the last one first; may be called again, also while a row is still running. */
    @Override
    public synchronized void close() {
        for (var server = next(); server != null; server = next()) {
            try {
                server.close();
            } catch (Exception failed) {
                System.err.println("did not stop: " + failed);
            }
        }
        Folders.delete(work);
    }

    private @Nullable AutoCloseable next() {
        synchronized (opened) {
            return opened.poll();
        }
    }
}
