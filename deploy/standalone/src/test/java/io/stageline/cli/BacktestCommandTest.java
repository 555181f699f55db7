package io.stageline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class BacktestCommandTest {
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
}
