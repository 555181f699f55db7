package io.stageline.cli.replay;

import io.stageline.projection.Projection;
import io.stageline.projection.bulk.Job;
import io.stageline.projection.bulk.ReplayLock;
import io.stageline.projection.parked.Letter.State;
import java.sql.SQLException;
import java.time.Duration;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code replay status}: which generations there are, how far they are, who is at work, and what is parked. */
@Command(
        name = "status",
        description =
                "Tells the generations with their states, positions, sizes and proofs, who is at work on them, and"
                        + " what is parked.")
final class StatusCommand extends ReplayTask {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss").withZone(ZoneId.systemDefault());
    private static final int MOST_LETTERS = 1_000;
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(2);

    @Parameters(paramLabel = "PROJECTION", defaultValue = "all", description = "One projection (default: all).")
    private String name = "all";

    @Option(names = "--watch", description = "Tell it again every 2 s, until Ctrl-C.")
    private boolean watch;

    @Override
    int run(OpenReplay replay) throws SQLException, InterruptedException {
        do {
            for (var projection : replay.projections(name)) tell(replay, projection);
        } while (watch && !replay.stop().isWantedWithin(BETWEEN_LOOKS));
        return DONE;
    }

    private static void tell(OpenReplay replay, Projection projection) throws SQLException {
        var rows = replay.ask(owner -> StatusRow.of(owner, projection.name(), replay.tenant()));
        var holder = replay.ask(owner -> ReplayLock.holder(owner, projection.name()));
        var job = replay.parts().jobs().of(replay.tenant()).stream()
                .filter(one -> one.projection().equals(projection.name()))
                .findFirst();
        var parked = new Parked(replay)
                .letters()
                .list(projection.name(), State.PARKED, MOST_LETTERS)
                .size();
        if (replay.json()) {
            replay.console().say(json(projection, rows, holder, job, parked));
            return;
        }
        replay.console().say(rows.isEmpty() ? projection.name() + ": no generation" : projection.name());
        for (var row : rows) replay.console().say(row.line());
        job.ifPresent(one -> replay.console().say(line(one, holder)));
        if (job.isEmpty() || job.get().state() != Job.State.RUNNING)
            holder.ifPresent(one -> replay.console().say("  at work: " + one.holder()));
        if (parked > 0)
            replay.console()
                    .say("  %s%s %s parked: ./stageline replay parked %s"
                            .formatted(
                                    parked == MOST_LETTERS ? "at least " : "",
                                    ReplayText.count(parked, "event"),
                                    ReplayText.are(parked),
                                    projection.name()));
    }

    private static String line(Job job, Optional<ReplayLock.Held> holder) {
        var gone = job.state() == Job.State.RUNNING && holder.isEmpty();
        var progress = job.expected() == 0
                ? job.phase()
                : "%s, %,d of %,d events".formatted(job.phase(), job.seen(), job.expected());
        return switch (job.state()) {
            case RUNNING ->
                gone
                        ? "  ended without a word: \"%s\" at %s; %s".formatted(job.holder(), progress, next(job))
                        : "  at work: \"%s\", %s, since %s"
                                .formatted(job.holder(), progress, TIME.format(job.startedAt()));
            case PAUSED -> "  paused: \"%s\" at %s; %s".formatted(job.holder(), progress, next(job));
            case DONE ->
                "  last: %s of %s@%d, done at %s%s"
                        .formatted(
                                kind(job),
                                job.projection(),
                                job.generation(),
                                TIME.format(job.updatedAt()),
                                job.differences() == null ? "" : ", %,d differences".formatted(job.differences()));
            case FAILED ->
                "  last: %s of %s@%d, failed at %s: %s"
                        .formatted(
                                kind(job),
                                job.projection(),
                                job.generation(),
                                TIME.format(job.updatedAt()),
                                job.failure());
        };
    }

    /** Only a build has checkpoints. */
    private static String next(Job job) {
        var tenant = job.tenant() == null ? "" : " --tenant " + job.tenant();
        return switch (job.kind()) {
            case RUN -> "go on with: ./stageline replay resume " + job.projection() + tenant;
            case VERIFY -> "nothing was compared";
            case REPAIR -> "what was repaired stays so; verify it again";
        };
    }

    private static String kind(Job job) {
        return job.kind().name().toLowerCase(Locale.ROOT);
    }

    private static String json(
            Projection projection,
            List<StatusRow> rows,
            Optional<ReplayLock.Held> holder,
            Optional<Job> job,
            int parked) {
        var json = ReplayJson.MAPPER.createObjectNode().put("projection", projection.name());
        var generations = json.putArray("generations");
        rows.forEach(row -> generations.add(row.json()));
        holder.ifPresent(one -> json.put("holder", one.holder()));
        job.ifPresent(one -> json.putObject("job")
                .put("jobId", one.id().toString())
                .put("kind", kind(one))
                .put("state", one.state().name().toLowerCase(Locale.ROOT))
                .put("phase", one.phase())
                .put("seen", one.seen())
                .put("expected", one.expected())
                .put("rate", one.rate())
                .put("startedAt", one.startedAt().toString()));
        return ReplayJson.text(json.put("parked", parked));
    }
}
