package io.stageline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.stageline.http.Scope;
import io.stageline.whole.Client;
import io.stageline.whole.TheServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

class BacktestCommandTest {
    private static final String RULE = """
            {"name": "a rule", "severity": "WARNING",
             "condition": {"kind": "threshold", "of": {"type": "metric"}, "is": "ABOVE", "limit": 10}}""";

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private String table(String answer) {
        BacktestText.print(
                JsonMapper.shared().readTree(answer), new Console(new PrintWriter(out), new PrintWriter(err), false));
        return out.toString();
    }

    private int run(String... arguments) {
        var line = Stageline.commandLine();
        line.setOut(new PrintWriter(out));
        line.setErr(new PrintWriter(err));
        return line.execute(arguments);
    }

    @Test
    void the_alerts_are_a_table_and_what_is_not_listed_is_counted() {
        assertThat(table("""
                {"total":3,"events":12000,"unevaluated":0,"byDay":{"2026-03-01":1,"2026-03-02":2},
                 "wouldFire":[{"at":"2026-03-01T12:01:00Z","subjectId":"01990000-0000-7000-8000-00000000dead",
                               "resolvedAt":null,"evidence":{"because":"the share is 100% of all"}}],
                 "compared":{"both":1,"onlyLive":0,"onlyBacktest":2},"effect":{"now":5,"proposed":3,"added":1,"gone":3}}"""))
                .containsPattern(
                        "2026-03-01T12:01:00Z +- +01990000-0000-7000-8000-00000000dead +the share is 100% of all")
                .contains("and 2 more")
                .containsPattern("2026-03-02 +2")
                .contains("3 alerts over 12,000 events")
                .contains("Raised in fact: 1 of these; 0 others; 2 of these never")
                .contains("Instead of 5 alerts 3: 1 added, 3 gone");
    }

    @Test
    void a_rule_that_is_neither_a_file_nor_an_id_is_wrong_use() {
        assertThat(run("backtest", "--rule", "nowhere.json", "--key", "k")).isEqualTo(2);
        assertThat(err.toString()).contains("Neither a readable file nor the id of a rule: nowhere.json");
    }

    @Test
    void a_rule_must_be_named() {
        assertThat(run("backtest")).isEqualTo(2);
        assertThat(err.toString()).contains("--rule");
    }

    @Test
    void a_running_server_is_asked_about_a_file_and_about_a_saved_rule(@TempDir Path directory) throws IOException {
        var key = TheServer.newKey(Scope.admin);
        var client = new Client(TheServer.url(), key);
        var saved = client.post("/v1/alert-rules", RULE).at("/ruleId");
        var sent = client.post("/v1/signals", """
                [{"id": "1", "type": "metric", "value": 11, "occurredAt": "2026-03-01T12:00:00Z"}]""");
        assertThat(sent.status()).as(sent.text()).isEqualTo(200);
        var file = Files.writeString(directory.resolve("rule.json"), RULE);

        assertThat(run("backtest", "--rule", file.toString(), "--url", TheServer.url(), "--key", key))
                .as(err.toString())
                .isZero();
        assertThat(out.toString()).contains("2026-03-01T12:00:00Z").contains("the value is 11");
        out.getBuffer().setLength(0);
        assertThat(run("backtest", "--rule", saved, "--json", "--url", TheServer.url(), "--key", key))
                .isZero();
        assertThat(JsonMapper.shared().readTree(out.toString()).path("total").asInt())
                .isEqualTo(1);
    }
}
