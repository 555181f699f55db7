package io.stageline.standalone;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import org.postgresql.ds.PGSimpleDataSource;

/** Where the database listens, and the administrator who may migrate it. */
public record DatabaseAddress(String host, int port, String name, String user, String password) {

    /** Reads {@code postgresql://user:password@host:port/database}. */
    public static DatabaseAddress parse(String url) {
        try {
            URI uri = URI.create(url.startsWith("jdbc:") ? url.substring("jdbc:".length()) : url);
            String[] login = uri.getRawUserInfo().split(":", 2);
            int port = uri.getPort() < 0 ? 5432 : uri.getPort();
            return new DatabaseAddress(
                    uri.getHost(), port, uri.getPath().substring(1), decoded(login[0]), decoded(login[1]));
        } catch (RuntimeException malformed) {
            throw Refusal.wrongUse("--database-url must look like postgresql://user:password@host:5432/database");
        }
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    public String jdbcUrl() {
        return "jdbc:postgresql://%s:%d/%s".formatted(host, port, name);
    }

    /** A plain source of the administrator's connections: for migrations and first steps, not for requests. */
    public PGSimpleDataSource administrator() {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setServerNames(new String[] {host});
        source.setPortNumbers(new int[] {port});
        source.setDatabaseName(name);
        source.setUser(user);
        source.setPassword(password);
        source.setConnectTimeout(5);
        return source;
    }

    @Override
    public String toString() {
        return jdbcUrl();
    }
}
