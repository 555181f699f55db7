package io.stageline.cli.replay;

import io.stageline.cli.Console;
import io.stageline.projection.AsOwner;
import io.stageline.projection.Generation;
import io.stageline.projection.Generation.State;
import io.stageline.projection.Projection;
import io.stageline.projection.bulk.ReplayLock.Held;
import io.stageline.standalone.ReachedDatabase;
import io.stageline.standalone.Refusal;
import io.stageline.standalone.ReplayParts;
import io.stageline.standalone.Settings;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The installation that a command works on, for as long as the command takes: who asks, for whom, and what is named. */
final class OpenReplay implements AutoCloseable {
    private static final String ALL = "all";
    private static final Pattern TARGET = Pattern.compile("([^@]+)@(\\d{1,9})");
    private static final String TENANT =
            "SELECT tenant_id FROM stageline.tenant WHERE name = ? OR tenant_id::text = lower(?)";

    private final ReachedDatabase database;
    private final ReplayParts parts;
    private final ReplayTask.Told told;
    private final StopSignal stop;
    private final @Nullable UUID tenant;
    private final Settings settings;

    private OpenReplay(
            Settings settings, ReachedDatabase database, @Nullable String tenant, ReplayTask.Told told, StopSignal stop)
            throws SQLException {
        this.settings = settings;
        this.database = database;
        this.told = told;
        this.stop = stop;
        this.parts = new ReplayParts(database.address(), database.masterKey());
        try {
            this.tenant = tenant == null ? null : tenant(tenant);
        } catch (SQLException | RuntimeException failed) {
            parts.close();
            throw failed;
        }
    }

    /** Opens what is there already. Nothing is made, and nothing is changed. */
    static OpenReplay of(Settings settings, @Nullable String tenant, ReplayTask.Told told, StopSignal stop)
            throws SQLException {
        var database = ReachedDatabase.of(settings);
        try {
            return new OpenReplay(settings, database, tenant, told, stop);
        } catch (SQLException | RuntimeException failed) {
            database.close();
            throw failed;
        }
    }

    private UUID tenant(String wanted) throws SQLException {
        try (var connection = parts.administrator().getConnection();
                var select = connection.prepareStatement(TENANT)) {
            select.setString(1, wanted);
            select.setString(2, wanted);
            try (var row = select.executeQuery()) {
                if (row.next()) return row.getObject(1, UUID.class);
            }
        }
        throw Refusal.wrongUse("There is no tenant \"" + wanted + "\"");
    }

    ReplayParts parts() {
        return parts;
    }

    Console console() {
        return told.console();
    }

    ReplayTask.Told told() {
        return told;
    }

    boolean json() {
        return told.json();
    }

    /** Where the database lies, unless it is an external one. */
    @Nullable
    Path dataDirectory() {
        return settings.databaseUrl() == null ? settings.dataDirectory() : null;
    }

    StopSignal stop() {
        return stop;
    }

    /** The tenant whose generations are meant; nobody for those of everybody. */
    @Nullable
    UUID tenant() {
        return tenant;
    }

    /** The projection of this name, or every one there is. */
    List<Projection> projections(String name) throws SQLException {
        var known = parts.projections();
        var named = known.stream()
                .filter(one -> name.equals(ALL) || one.name().equals(name))
                .toList();
        if (named.isEmpty())
            throw Refusal.wrongUse("There is no projection \"%s\"; there is: %s"
                    .formatted(name, known.stream().map(Projection::name).collect(Collectors.joining(", "))));
        check();
        return named;
    }

    private void check() throws SQLException {
        if (!ask(owner -> parts.isOfThisKey(owner)))
            throw Refusal.wrongUse("This database was set up under another master key. Use that key"
                    + " (STAGELINE_MASTER_KEY or master.key of the data directory); nothing was changed.");
    }

    /** The projection of this name, which must be one. */
    Projection projection(String name) throws SQLException {
        if (name.equals(ALL)) throw Refusal.wrongUse("Name one projection: all cannot be switched or compared at once");
        return projections(name).get(0);
    }

    /** Whether what is named is a generation and not only a projection. */
    static boolean namesGeneration(String target) {
        return target.contains("@");
    }

    /** The generation that is named like grid@3 and still has its tables. */
    Generation generation(String target) throws SQLException {
        var named = TARGET.matcher(target);
        if (!named.matches())
            throw Refusal.wrongUse("\"%s\" names no generation; it should look like grid@3".formatted(target));
        var projection = projection(named.group(1));
        var number = Integer.parseInt(named.group(2));
        return generations(projection).stream()
                .filter(one -> one.number() == number)
                .findFirst()
                .orElseThrow(() -> unknown(target, projection));
    }

    /** The generation that is named like grid@3 and has the tables of this version of the application. */
    Generation generationOfThisVersion(String target) throws SQLException {
        var generation = generation(target);
        if (!isOfThisVersion(generation))
            throw Refusal.wrongUse(
                    "Refused: %s was built by another version of Stageline, which has other tables; use that version"
                            .formatted(name(generation)));
        return generation;
    }

    boolean isOfThisVersion(Generation generation) {
        return parts.projections().stream()
                .anyMatch(one -> one.name().equals(generation.projection()) && one.shape() == generation.shape());
    }

    private Refusal unknown(String target, Projection projection) {
        try {
            var known = generations(projection).stream()
                    .map(one -> name(one) + " (" + state(one) + ")")
                    .collect(Collectors.joining(", "));
            return Refusal.wrongUse(
                    "There is no generation " + target + (known.isEmpty() ? "" : "; there are: " + known));
        } catch (SQLException failed) {
            return Explained.database(failed);
        }
    }

    /** The generations of a projection that are not dropped. */
    List<Generation> generations(Projection projection) throws SQLException {
        return ask(owner -> parts.catalog().all(owner)).stream()
                .filter(one -> one.projection().equals(projection.name()) && one.state() != State.DROPPED)
                .toList();
    }

    Optional<Generation> candidate(Projection projection) throws SQLException {
        return ask(owner -> parts.catalog().candidate(owner, projection.name(), projection.shape(), tenant));
    }

    Optional<Generation> live(Projection projection) throws SQLException {
        return ask(owner -> parts.catalog().live(owner, projection.name(), projection.shape(), tenant));
    }

    /** The generation as it is now. */
    Generation now(Generation generation) throws SQLException {
        return ask(owner -> parts.catalog().find(owner, generation.projection(), generation.number()))
                .orElse(generation);
    }

    <T> T ask(AsOwner.Work<T> work) throws SQLException {
        return AsOwner.transaction(parts.administrator(), work);
    }

    /** The right to work on the projections, under the name of the command. */
    Locks lock(String command, List<Projection> projections) throws SQLException, Held {
        return Locks.take(parts.administrator(), projections, holder(command));
    }

    /** Who works, as others are told. */
    static String holder(String command) {
        return "replay %s, pid %d on %s"
                .formatted(command, ProcessHandle.current().pid(), host());
    }

    /** Who asked for it, as it is kept. */
    static String actor() {
        return "operator %s@%s".formatted(System.getProperty("user.name", "unknown"), host());
    }

    private static String host() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException nameless) {
            return "localhost";
        }
    }

    /** How the command line names a generation. */
    static String name(Generation generation) {
        return generation.projection() + "@" + generation.number();
    }

    static String state(Generation generation) {
        return generation.state().name().toLowerCase(Locale.ROOT);
    }

    @Override
    public void close() {
        try (database) {
            parts.close();
        }
    }
}
