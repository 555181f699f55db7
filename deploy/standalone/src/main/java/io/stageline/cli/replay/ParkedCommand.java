package io.stageline.cli.replay;

import io.stageline.projection.Projection;
import io.stageline.projection.parked.Letter;
import io.stageline.projection.parked.Letters;
import io.stageline.standalone.Refusal;
import java.sql.SQLException;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code replay parked}: the events that could not be folded, and what becomes of them. */
@Command(
        name = "parked",
        description = {
            "Lists the events that were put aside because they could not be folded; everything else flows on.",
            "show tells one with its payload, retry folds its sequence again from there on, drop gives the sequence up.",
            "Exit code 1 when some are parked, or when a retry failed again."
        })
final class ParkedCommand extends ReplayTask {
    private static final int MOST = 1_000;

    private enum Action {
        list,
        show,
        retry,
        drop
    }

    @Parameters(index = "0", paramLabel = "PROJECTION")
    private String name = "";

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "show|retry|drop",
            defaultValue = "list",
            description = "What to do with a letter (default: list them).")
    private Action action = Action.list;

    @Parameters(index = "2", arity = "0..1", paramLabel = "ID|all", description = "The letter; all only for retry.")
    private @Nullable String letter;

    @Option(names = "--reason", description = "Why a sequence is given up; kept with it.")
    private @Nullable String reason;

    @Override
    void check() {
        if (action != Action.list && letter == null)
            throw Refusal.wrongUse("Name the letter: ./stageline replay parked %s %s ID".formatted(name, action));
        if (action == Action.drop && (reason == null || reason.isBlank()))
            throw Refusal.wrongUse("A sequence is given up for a --reason");
    }

    @Override
    int run(OpenReplay replay) throws SQLException {
        var projection = replay.projection(name);
        var letters = new Parked(replay).letters();
        return switch (action) {
            case list -> list(replay, letters);
            case show -> show(replay, letters.show(id()));
            case retry -> retry(replay, projection, letters);
            case drop -> drop(replay, letters);
        };
    }

    private UUID id() {
        try {
            return UUID.fromString(String.valueOf(letter));
        } catch (IllegalArgumentException malformed) {
            throw Refusal.wrongUse("\"" + letter + "\" is no id of a letter");
        }
    }

    private int list(OpenReplay replay, Letters letters) throws SQLException {
        var open = letters.open(name, MOST);
        for (var one : open) replay.console().say(replay.json() ? LetterText.json(one) : LetterText.line(one));
        if (!replay.json())
            replay.console()
                    .say("%s %s parked".formatted(ReplayText.count(open.size(), "event"), ReplayText.are(open.size())));
        return open.isEmpty() ? DONE : NOT_ALL_WELL;
    }

    private static int show(OpenReplay replay, Letter one) {
        if (replay.json()) replay.console().say(LetterText.json(one));
        else LetterText.whole(one).forEach(replay.console()::say);
        return DONE;
    }

    private int retry(OpenReplay replay, Projection projection, Letters letters) throws SQLException {
        var retry = new Retry(replay, projection, letters);
        if ("all".equals(letter)) for (var one : letters.open(name, MOST)) retry.oneOfMany(one);
        else retry.one(letters.show(id()));
        if (replay.json())
            replay.console()
                    .say(ReplayJson.text(ReplayJson.MAPPER
                            .createObjectNode()
                            .put("folded", retry.folded())
                            .put("failed", retry.failed())));
        else
            replay.console()
                    .say("%s folded, %s failed again"
                            .formatted(
                                    ReplayText.count(retry.folded(), "event"),
                                    ReplayText.count(retry.failed(), "letter")));
        return retry.failed() == 0 ? DONE : NOT_ALL_WELL;
    }

    private int drop(OpenReplay replay, Letters letters) throws SQLException {
        var one = letters.show(id());
        letters.drop(one.id(), String.valueOf(reason), OpenReplay.actor());
        var dropped = letters.show(one.id());
        if (replay.json()) replay.console().say(LetterText.json(dropped));
        else
            replay.console()
                    .say("the sequence %s of %s@%d is given up from version %d on; retry takes it up again"
                            .formatted(dropped.stream(), name, dropped.generation(), dropped.version()));
        return DONE;
    }
}
