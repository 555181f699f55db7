package io.stageline.projection;

import io.stageline.projection.Generation.State;
import io.stageline.projection.Switching.NotNow;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.sql.DataSource;

/** The builds of the read models' tables: how the first one comes about, how one is completed, and how one goes. */
public final class Generations {
    /** Every read model that there is; the name is that of its DDL below {@code db/projection}. */
    public static final List<String> READ_MODELS = List.of("grid");

    // The lock of the schema: servers that start together wait for each other; the loser finds everything done.
    static final String WAIT_FOR_OTHERS = "SELECT pg_advisory_xact_lock(hashtext('stageline.schema'))";

    private static final Map<String, Integer> SHAPES = Map.of("grid", 4);
    private static final Set<State> TO_BE_DROPPED = Set.of(State.BUILDING, State.FOLLOWING, State.VERIFIED, State.WARM);
    private static final Duration READERS_LEAVE_WITHIN = Duration.ofSeconds(5);

    // No comment of a DDL file ends a statement, and no text in it has a semicolon or two dashes.
    private static final Pattern COMMENT = Pattern.compile("--[^\\n]*");
    private static final Pattern LATE =
            Pattern.compile("(?i)(CREATE\\s+(UNIQUE\\s+)?INDEX|ALTER\\s+TABLE)\\b.*", Pattern.DOTALL);

    private static final String SHOW_EVERYBODY = """
            INSERT INTO stageline.live_generation (projection, shape, for_tenant, generation, edition)
            VALUES (?, ?, ?, ?, nextval('stageline.edition'))""";
    private static final String HOLD_TOKENS = """
            SELECT processor_name
              FROM stageline.token_entry
             WHERE split_part(processor_name, '/', 1) = ?
             ORDER BY processor_name, segment
               FOR UPDATE""";
    private static final String FORGET_TOKENS =
            "DELETE FROM stageline.token_entry WHERE split_part(processor_name, '/', 1) = ?";
    private static final String FORGET_LETTERS =
            "DELETE FROM stageline.dead_letter WHERE projection = ? AND generation = ?";
    private static final String NO_WAY_BACK =
            "UPDATE stageline.live_generation SET previous = NULL WHERE projection = ? AND previous = ?";

    private final Catalog catalog = new Catalog();
    private final DataSource database;

    /** The login behind the data source must be allowed to become stageline_owner. */
    public Generations(DataSource administrator) {
        this.database = administrator;
    }

    /** The schema of the first generation of an installation that begins with this version. */
    public static String liveSchema(String readModel) {
        return readModel + "_v" + Catalog.FIRST;
    }

    /** Creates what is missing, empty, and shows it to everybody; what exists stays as it is. */
    public void create() throws SQLException {
        for (var one : SHAPES.entrySet()) create(one.getKey(), one.getValue(), ddl(one.getKey()));
    }

    void create(String readModel, int shape, String ddl) throws SQLException {
        AsOwner.transaction(database, owner -> {
            AsOwner.run(owner, WAIT_FOR_OTHERS);
            var shown = catalog.live(owner, readModel, shape, null);
            if (shown.isEmpty()) first(owner, readModel, shape, ddl);
            else if (!Tables.exist(owner, shown.get().schema())) again(owner, shown.get(), ddl);
            return shown;
        });
    }

    /** Tables that are there already, from before there was a catalogue, are what is shown. */
    private void first(Connection owner, String readModel, int shape, String ddl) throws SQLException {
        var first = catalog.add(owner, readModel, shape, null, State.LIVE);
        if (!Tables.exist(owner, first.schema())) build(owner, first, ddl);
        try (var insert = owner.prepareStatement(SHOW_EVERYBODY)) {
            insert.setString(1, readModel);
            insert.setInt(2, shape);
            insert.setObject(3, Catalog.EVERYBODY);
            insert.setInt(4, first.number());
            insert.executeUpdate();
        }
    }

    /** Its tables were taken away: they are made anew, and folded anew. */
    private void again(Connection owner, Generation shown, String ddl) throws SQLException {
        build(owner, shown, ddl);
        catalog.newEdition(owner, shown.projection(), shown.shape());
    }

    /** What is empty begins at the beginning. */
    private static void build(Connection owner, Generation generation, String ddl) throws SQLException {
        Tables.create(owner, generation.schema(), statements(ddl).toList());
        Tables.open(owner, generation.schema());
        Tables.publish(owner, generation.schema());
        forgetTokens(owner, generation);
    }

    /** Ends a build, in the transaction of the owner's connection: what comes after the rows, then walls and feeds. */
    public void complete(Connection owner, Generation generation, Projection projection) throws SQLException {
        Tables.run(owner, generation.schema(), ddl(projection.name(), true));
        Tables.run(owner, generation.schema(), projection.finish());
        Tables.analyze(owner, generation.schema());
        Tables.open(owner, generation.schema());
        if (!catalog.move(owner, generation, Set.of(State.BUILDING), State.FOLLOWING))
            throw NotNow.because(generation.schema() + " is not being built");
    }

    /** Takes a generation away that nobody is shown, once those who still read it have ended. */
    public void drop(Generation generation, String actor) throws SQLException {
        AsOwner.transaction(database, owner -> {
            AsOwner.run(owner, "SET LOCAL lock_timeout = '5s'");
            if (!catalog.move(owner, generation, TO_BE_DROPPED, State.DROPPED))
                throw NotNow.because(generation.schema() + " is shown, or gone");
            if (!Readers.leave(owner, READERS_LEAVE_WITHIN))
                throw NotNow.because(generation.schema() + " is still being read");
            run(owner, HOLD_TOKENS, generation.feed());
            Tables.drop(owner, generation.schema());
            forgetTokens(owner, generation);
            run(owner, FORGET_LETTERS, generation.projection(), generation.number());
            run(owner, NO_WAY_BACK, generation.projection(), generation.number());
            ReplayAudit.tell(owner, actor, "drop", generation, Map.of());
            return generation;
        });
    }

    private static void forgetTokens(Connection owner, Generation generation) throws SQLException {
        run(owner, FORGET_TOKENS, generation.feed());
    }

    private static void run(Connection connection, String sql, Object... values) throws SQLException {
        try (var statement = connection.prepareStatement(sql)) {
            for (var n = 0; n < values.length; n++) statement.setObject(n + 1, values[n]);
            statement.execute();
        }
    }

    /** The statements that make the tables of a read model: those before its rows, or those after them. */
    public static List<String> ddl(String readModel, boolean late) {
        Predicate<String> isLate = statement -> LATE.matcher(statement).matches();
        return statements(ddl(readModel))
                .filter(late ? isLate : isLate.negate())
                .toList();
    }

    private static Stream<String> statements(String ddl) {
        return Stream.of(COMMENT.matcher(ddl).replaceAll("").split(";"))
                .map(String::strip)
                .filter(statement -> !statement.isEmpty());
    }

    private static String ddl(String readModel) {
        try (var resource = Generations.class.getResourceAsStream("/db/projection/" + readModel + ".sql")) {
            if (resource == null) throw new IllegalStateException("No DDL for " + readModel);
            return new String(resource.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
