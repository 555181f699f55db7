package io.stageline.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whoever goes away while the database works for him stops that work, and gives back its connection. */
class GoneReadersTest {
    private static final int MANY = 40_000;
    /** Less than the time-out of a statement, which would end it as well. */
    private static final Duration SOON = Duration.ofSeconds(3);

    private static final String RUNNING = """
            SELECT count(*)
              FROM pg_stat_activity
             WHERE usename = 'stageline_query' AND datname = current_database() AND state <> 'idle'""";
    private static final String WAITING = RUNNING + " AND wait_event_type = 'Lock'";

    private static ReadServer server;
    private static ReadServer.Tenant tenant;
    private static UUID journal;

    @BeforeAll
    static void start() {
        server = new ReadServer();
        tenant = server.tenant();
        var rows = new Rows(server, tenant.id).contacts(1);
        journal = rows.journal("many");
        ManyRows.write(server, tenant.id, journal, MANY, rows.position());
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"grid?sort=amount", "report", "export.ndjson", "export.csv"})
    void whoever_leaves_before_the_first_byte_ends_the_query(String question) throws Exception {
        try (var rows = lockedRows();
                var reader = asking(question)) {
            await(() -> number(WAITING) == 1);
            assertThat(server.bean(CountedConnections.class).lent()).isOne();
            reader.close();
            await(GoneReadersTest::nothingRuns);
            assertThat(rows.isClosed()).as("nobody else let the query go on").isFalse();
        }
        assertThat(tenant.get(path("grid")).statusCode()).isEqualTo(200);
    }

    @Test
    void whoever_leaves_in_the_middle_of_an_export_ends_the_query_of_its_next_rows() throws Exception {
        try (var reader = asking("export.ndjson")) {
            assertThat(reader.getInputStream().read()).isPositive();
            try (var rows = lockedRows()) {
                var reading = new Thread(() -> readOn(reader));
                reading.start();
                await(() -> number(WAITING) == 1);
                reader.close();
                reading.join();
                await(GoneReadersTest::nothingRuns);
                assertThat(rows.isClosed()).isFalse();
            }
        }
    }

    private static void readOn(Socket reader) {
        try (InputStream body = reader.getInputStream()) {
            body.transferTo(OutputStream.nullOutputStream());
        } catch (IOException left) {
            assertThat(reader.isClosed()).isTrue();
        }
    }

    private static boolean nothingRuns() {
        return number(RUNNING) == 0 && server.bean(CountedConnections.class).lent() == 0;
    }

    /** Rows that nobody can read until they are let go. */
    private static Connection lockedRows() throws SQLException {
        var connection = Objects.requireNonNull(server.admin.getDataSource()).getConnection();
        connection.setAutoCommit(false);
        try (var statement = connection.createStatement()) {
            statement.execute("LOCK TABLE live.grid_row");
        }
        return connection;
    }

    private static Socket asking(String question) throws IOException {
        var socket = new Socket("localhost", server.port());
        socket.setReceiveBufferSize(4_096);
        var request = "GET %s HTTP/1.1\r\nHost: localhost\r\nAuthorization: %s\r\n\r\n"
                .formatted(path(question), tenant.authorization());
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    private static String path(String question) {
        return "/v1/journals/" + journal + "/" + question;
    }

    private static long number(String sql) {
        Long number = server.admin.queryForObject(sql, Long.class);
        return number == null ? 0 : number;
    }

    private static void await(BooleanSupplier condition) {
        var deadline = Instant.now().plus(SOON);
        while (!condition.getAsBoolean())
            if (Instant.now().isAfter(deadline)) throw new AssertionError("it did not come to this in time");
            else Thread.onSpinWait();
    }
}
