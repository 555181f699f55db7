package io.stageline.whole;

import io.stageline.projection.AsOwner;
import io.stageline.projection.Catalog;
import io.stageline.projection.Generation;
import io.stageline.projection.Generation.State;
import io.stageline.projection.Generations;
import io.stageline.projection.Switching;
import io.stageline.projection.bulk.ReplayLock;
import io.stageline.projection.bulk.ReplayLock.Held;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import javax.sql.DataSource;
import tools.jackson.databind.JsonNode;

/** Generations of tenants, made for requests about them. The server has room for few: those of others go first. */
final class OwnGenerations {
    private static final int ROOM = 3;
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final Set<String> ENDED = Set.of("paused", "done", "failed");
    private static final String START = "{\"projection\":\"grid\"}";

    private static final DataSource DATABASE =
            TheServer.administrator().address().administrator();
    private static final Catalog CATALOG = new Catalog();

    private OwnGenerations() {}

    /** The number of a generation of the client's tenant that is in this state: verified or live. */
    static synchronized String of(Client client, String state) {
        return made("a generation is " + state, client, () -> find(client, state), () -> {
            var verified = find(client, "verified");
            if (verified.isPresent()) client.post("/v1/generations/grid/" + verified.get() + "/promote", "");
            else build(client);
        });
    }

    /** The id of a job of the client's tenant that is done. */
    static synchronized String job(Client client) {
        return made("a job is done", client, () -> done(client), () -> build(client));
    }

    /** Takes one step after the other; others send requests meanwhile that begin a replay too, and a step may be refused. */
    private static String made(String what, Client client, Supplier<Optional<String>> wanted, Runnable step) {
        var made = new ArrayDeque<String>();
        Await.until(what, PATIENCE, () -> {
            makeRoom(client);
            wanted.get().ifPresentOrElse(made::add, step);
            return !made.isEmpty();
        });
        return made.getFirst();
    }

    private static void build(Client client) {
        var job = client.post("/v1/replays", START);
        if (job.status() == 202) await(client, job.at("/jobId"));
    }

    private static Optional<String> done(Client client) {
        return items(client, "/v1/replays").stream()
                .filter(job -> job.at("/state").asString().equals("done"))
                .map(job -> job.at("/jobId").asString())
                .findFirst();
    }

    /** The job once nobody works on it any more. */
    static Answer await(Client client, String job) {
        var path = "/v1/replays/" + job;
        Await.until(
                "the job ends", PATIENCE, () -> ENDED.contains(client.get(path).at("/state")));
        whenNobodyWorks(() -> {});
        return client.get(path);
    }

    private static Optional<String> find(Client client, String state) {
        return items(client, "/v1/generations").stream()
                .filter(one -> one.at("/own").asBoolean()
                        && one.at("/state").asString().equals(state))
                .map(one -> one.at("/generation").asString())
                .findFirst();
    }

    private static List<JsonNode> items(Client client, String path) {
        return StreamSupport.stream(client.get(path).json().at("/items").spliterator(), false)
                .toList();
    }

    /** Waits until nobody is at work, and drops what is in the way of another generation of the client's tenant. */
    static synchronized void makeRoom(Client client) {
        whenNobodyWorks(() -> {
            var own = items(client, "/v1/generations").stream()
                    .map(one -> one.at("/generation").asInt())
                    .collect(Collectors.toSet());
            var all = ofTenants();
            for (var one : all)
                if (all.size() >= ROOM && !own.contains(one.number())
                        || own.contains(one.number()) && one.state() == State.WARM) drop(one);
        });
    }

    /** Leaves none behind. */
    static synchronized void dropAll() {
        whenNobodyWorks(() -> {
            for (var one : ofTenants()) drop(one);
        });
    }

    /** As it is now: what went before may have brought it back. */
    private static void drop(Generation known) throws SQLException {
        var generation = AsOwner.transaction(DATABASE, owner -> CATALOG.find(owner, "grid", known.number()))
                .orElseThrow();
        if (generation.state() == State.LIVE)
            new Switching(DATABASE).rollback("grid", generation.shape(), generation.tenant(), "operator of a test");
        new Generations(DATABASE).drop(generation, "operator of a test");
    }

    private static List<Generation> ofTenants() throws SQLException {
        return AsOwner.transaction(DATABASE, CATALOG::all).stream()
                .filter(one -> one.tenant() != null && one.state() != State.DROPPED)
                .toList();
    }

    /** What is done then. */
    private interface Deed {
        void done() throws SQLException;
    }

    private static void whenNobodyWorks(Deed deed) {
        Await.until("nobody is at work", PATIENCE, () -> {
            try (var lock = ReplayLock.take(DATABASE, "grid", "a test")) {
                deed.done();
                return true;
            } catch (Held atWork) {
                return false;
            } catch (SQLException failed) {
                throw new AssertionError(failed);
            }
        });
    }
}
