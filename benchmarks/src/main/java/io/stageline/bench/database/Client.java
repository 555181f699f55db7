package io.stageline.bench.database;

import io.stageline.bench.Product;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** Runs a client program against the product's database, in a folder, and gives back what it said. */
final class Client {
    private Client() {}

    static String run(Product product, Path folder, List<String> command) {
        var database = product.database();
        var builder = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
        var environment = builder.environment();
        environment.put("PGHOST", "127.0.0.1");
        environment.put("PGPORT", String.valueOf(database.getPortNumbers()[0]));
        environment.put("PGUSER", String.valueOf(database.getUser()));
        environment.put("PGDATABASE", String.valueOf(database.getDatabaseName()));
        environment.put("PGPASSWORD", String.valueOf(database.getPassword()));
        try {
            var process = builder.start();
            var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) throw new IllegalStateException(command.get(0) + ": " + said);
            return said;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopped);
        }
    }
}
