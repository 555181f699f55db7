package io.stageline.cli;

import io.stageline.standalone.Refusal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** {@code backtest}: what an alert rule would have raised over everything that was recorded; nothing is changed. */
@Command(
        name = "backtest",
        description =
                "Tells what an alert rule would have raised over everything that was recorded. Nothing is changed.",
        footer = {
            "",
            "Exit code 1: the log is longer than what is gone through at once; what is told is about its beginning."
        },
        sortOptions = false)
final class BacktestCommand implements Callable<Integer> {
    private static final JsonMapper JSON = new JsonMapper();
    private static final int NOT_ALL = 1;

    @Option(
            names = "--rule",
            required = true,
            paramLabel = "FILE|ID",
            description = "A file with the rule as JSON, or the id of a saved rule.")
    private String rule = "";

    @Option(names = "--compare", paramLabel = "ID", description = "The saved rule that it is to replace.")
    private @Nullable UUID compare;

    @Option(
            names = "--from",
            paramLabel = "TIME",
            description = "Only alerts from then on, such as 2026-03-01T00:00:00Z.")
    private @Nullable String from;

    @Option(names = "--to", paramLabel = "TIME", description = "Only alerts before then.")
    private @Nullable String to;

    @Option(names = "--json", description = "Print the answer of the server.")
    private boolean json;

    @Mixin
    private ServerOptions server = new ServerOptions();

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        var console = Console.of(spec);
        var answer = server.api().post("/v1/alert-rules/backtest", question());
        if (json) console.say(JSON.writerWithDefaultPrettyPrinter().writeValueAsString(answer));
        else BacktestText.print(answer, console);
        if (answer.path("complete").asBoolean()) return 0;
        console.note("This is not all: " + answer.path("rest").asString(""));
        return NOT_ALL;
    }

    private ObjectNode question() throws IOException {
        var question = JSON.createObjectNode();
        if (isId(rule)) question.put("ruleId", rule);
        else question.set("rule", file());
        if (compare != null) question.put("compare", compare.toString());
        if (from != null) question.put("from", from);
        if (to != null) question.put("to", to);
        return question;
    }

    private static boolean isId(String text) {
        try {
            return UUID.fromString(text).toString().equalsIgnoreCase(text);
        } catch (IllegalArgumentException noId) {
            return false;
        }
    }

    private JsonNode file() throws IOException {
        var file = Path.of(rule);
        if (!Files.isReadable(file)) throw Refusal.wrongUse("Neither a readable file nor the id of a rule: " + rule);
        try {
            return JSON.readTree(Files.readString(file));
        } catch (JacksonException noJson) {
            throw Refusal.wrongUse("Not JSON: " + rule);
        }
    }
}
