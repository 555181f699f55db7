package io.stageline.cli.replay;

import io.stageline.projection.Generation.State;
import io.stageline.projection.Projection;
import java.io.IOException;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code replay plan}: what a run would read, how long it would take, and what it would cost. */
@Command(
        name = "plan",
        description = "Tells what a run would read, about how long it would take, and how much disk; changes nothing.")
final class PlanCommand extends ReplayTask {
    private static final long UNMEASURED_RATE = 100_000;
    private static final double WITH_ROOM = 1.1;

    private static final String LAST_RATE = """
            SELECT (detail ->> 'events')::bigint * 1000 / greatest((detail ->> 'millis')::bigint, 1)
              FROM stageline.replay_audit
             WHERE action = 'run' AND projection = ? AND (detail ->> 'events')::bigint > 10000
             ORDER BY n DESC
             LIMIT 1""";

    @Parameters(paramLabel = "PROJECTION")
    private String name = "";

    @Option(
            names = "--rate",
            paramLabel = "EVENTS",
            description = "Plan with so many events a second at most; 0 for no limit.")
    private @Nullable Integer rate;

    /** What a run of one projection would do. */
    record Plan(
            String projection,
            String generation,
            long events,
            long rate,
            long seconds,
            long bytes,
            long free,
            int fed,
            boolean givesWay) {}

    @Override
    void check() {
        RunOptions.check(rate);
    }

    @Override
    int run(OpenReplay replay) throws SQLException {
        var givesWay = rate == null && Servers.areAtWork(replay);
        var cap = rate == null ? 0 : rate;
        for (var projection : replay.projections(name)) tell(replay, plan(replay, projection, cap, givesWay));
        return DONE;
    }

    private static Plan plan(OpenReplay replay, Projection projection, int cap, boolean givesWay) throws SQLException {
        var candidate = replay.candidate(projection);
        var heads = replay.ask(CatchUp::heads);
        var events = candidate.isEmpty()
                ? heads.values().stream().mapToLong(Long::longValue).sum()
                : CatchUp.behind(
                        replay.ask(owner -> replay.parts().catalog().positions(owner, candidate.get())), heads);
        var measured = replay.ask(owner -> lastRate(owner, projection.name()));
        var speed = cap == 0 ? measured : Math.min(cap, measured);
        var live = replay.live(projection);
        var bytes = live.isEmpty()
                ? 0
                : replay.ask(owner -> Sizes.of(owner, live.get().schema()));
        var fed = replay.generations(projection).stream()
                .filter(one -> one.state() != State.BUILDING)
                .count();
        return new Plan(
                projection.name(),
                candidate.map(OpenReplay::name).orElse("a new generation"),
                events,
                speed,
                events / speed + 1,
                Math.round(bytes * WITH_ROOM),
                free(replay),
                (int) fed,
                givesWay);
    }

    private static long lastRate(Connection owner, String projection) throws SQLException {
        try (var select = owner.prepareStatement(LAST_RATE)) {
            select.setString(1, projection);
            try (var row = select.executeQuery()) {
                return row.next() ? Math.max(1, row.getLong(1)) : UNMEASURED_RATE;
            }
        }
    }

    /** What is free where the embedded database lies; nobody knows of an external one. */
    private static long free(OpenReplay replay) {
        var directory = replay.dataDirectory();
        if (directory == null) return -1;
        try {
            return Files.getFileStore(directory).getUsableSpace();
        } catch (IOException unknown) {
            return -1;
        }
    }

    private static void tell(OpenReplay replay, Plan plan) {
        if (replay.json()) {
            replay.console().say(ReplayJson.MAPPER.writeValueAsString(plan));
            return;
        }
        replay.console()
                .say("%s: %s, %,d events to read at about %,d events/s: %s"
                        .formatted(plan.projection, plan.generation, plan.events, plan.rate, Sizes.time(plan.seconds)));
        if (plan.givesWay) replay.console().say("  it gives way to those who append, and takes longer while they do");
        replay.console()
                .say("  disk: about %s%s"
                        .formatted(Sizes.text(plan.bytes), plan.free < 0 ? "" : ", free are " + Sizes.text(plan.free)));
        replay.console()
                .say("  then fed with the others: %d generation%s now".formatted(plan.fed, plan.fed == 1 ? "" : "s"));
    }
}
