package io.stageline.alert.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.stageline.alert.events.Condition;
import io.stageline.alert.events.RuleEvent.RuleSaved;
import io.stageline.alert.events.RuleText;
import io.stageline.alert.events.RuleText.Mode;
import io.stageline.eventlog.EventTypes;
import io.stageline.http.JsonRefusals;
import io.stageline.http.StrictJson;
import io.stageline.refusal.Code;
import io.stageline.refusal.Refusal;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** QUALITY B34: what a rule may say, and what is refused where. A line is a kind, its members, and the place of what is refused. */
class RuleRequestTest {
    private static final JsonMapper JSON = mapper();
    private static final String OF = "'of':{'type':'order.placed'}";
    private static final String JOURNAL = "'journalId':'0190b7a0-0000-7000-8000-000000000011'";

    private static JsonMapper mapper() {
        var builder = JsonMapper.builder();
        StrictJson.strict(builder);
        return builder.build();
    }

    private static final List<String> SOUND = lines("""
            threshold         | $of, 'is':'ABOVE', 'limit':5
            threshold         | 'of':{'type':'t','where':[{'field':'value','test':'ABOVE','values':['1']},{'field':'value','test':'AT_MOST','values':['9']}]}, 'is':'ABOVE', 'limit':5
            rate-of-change    | $of, 'over':'PT1H', 'is':'BELOW', 'perHour':-5.5
            count             | $of, 'window':'P90D', 'is':'AT_LEAST', 'count':2000
            count             | $of, 'window':'PT1S', 'is':'ABOVE', 'count':0
            share             | $of, 'part':[{'field':'/status','test':'EQUALS','values':['failed']}], 'window':'PT1H', 'atLeast':10, 'is':'ABOVE', 'share':0.5
            absence           | $of, 'window':'PT10M'
            deadline          | 'of':{'type':'case.opened'}, 'closedBy':{'type':'case.ended'}, 'dueField':'/deadline'
            deadline          | 'of':{'type':'case.opened'}, 'closedBy':{'type':'case.ended'}, 'within':'P365D'
            anomaly           | $of, 'method':'novelty', 'score':0.9
            drift             | $of, 'method':'drift', 'score':0.5
            stage-not-reached | $journal, 'after':'CONTACT', 'stage':'MEET', 'days':14
            entry-stale       | $journal, 'days':30
            decision-changed  | $journal, 'to':['DOWNGRADE','LAPSE']
            skip-rate         | $journal, 'window':'P7D', 'atLeast':20, 'is':'ABOVE', 'share':0.2
            absence           | 'window':'PT1M', 'of':{'type':'t','where':[{'field':'/a~1b','test':'BEGINS_WITH','values':['x','y']},{'field':'/a~1b','test':'BEGINS_WITH','values':['xz']},{'field':'/c','test':'MISSING'},{'field':'/d','test':'DIFFERS','values':['1']}]}
            """);

    private static final List<String> CONTRADICTORY = lines("""
            absence   | 'window':'PT1M', $where[{'field':'/a','test':'EQUALS','values':['x']},{'field':'/a','test':'EQUALS','values':['y','z']}]}  | /of/where
            absence   | 'window':'PT1M', $where[{'field':'/a','test':'EQUALS','values':['5.0']},{'field':'/a','test':'DIFFERS','values':['5']}]}    | /of/where
            absence   | 'window':'PT1M', $where[{'field':'/a','test':'ABOVE','values':['5']},{'field':'/a','test':'BELOW','values':['3']}]}         | /of/where
            absence   | 'window':'PT1M', $where[{'field':'/a','test':'AT_LEAST','values':['5']},{'field':'/a','test':'BELOW','values':['5']}]}      | /of/where
            absence   | 'window':'PT1M', $where[{'field':'/a','test':'EQUALS','values':['2']},{'field':'/a','test':'ABOVE','values':['2']}]}        | /of/where
            absence   | 'window':'PT1M', $where[{'field':'/a','test':'EQUALS','values':['red']},{'field':'/a','test':'ABOVE','values':['2']}]}      | /of/where
            absence   | 'window':'PT1M', $where[{'field':'/a','test':'PRESENT'},{'field':'/a','test':'MISSING'}]}                                   | /of/where
            absence   | 'window':'PT1M', $where[{'field':'/a','test':'BEGINS_WITH','values':['x']},{'field':'/a','test':'BEGINS_WITH','values':['y']}]} | /of/where
            absence   | 'window':'PT1M', $where[{'field':'/a','test':'BEGINS_WITH','values':['x']},{'field':'/a','test':'EQUALS','values':['y']}]}  | /of/where
            threshold | 'is':'ABOVE', 'limit':5, $where[{'field':'value','test':'MISSING'}]}                                                        | /of/where
            anomaly   | 'method':'novelty', 'score':1, $where[{'field':'value','test':'MISSING'}]}                                                        | /of/where
            threshold | 'is':'ABOVE', 'limit':5, $where[{'field':'value','test':'BELOW','values':['3']}]}                                           | /limit
            threshold | 'is':'BELOW', 'limit':5, $where[{'field':'value','test':'EQUALS','values':['5','6']}]}                                      | /limit
            count     | $of, 'window':'PT1M', 'is':'BELOW', 'count':0                                                                               | /count
            share     | $of, $part, 'window':'PT1M', 'atLeast':1, 'is':'ABOVE', 'share':1                                                           | /share
            share     | $of, $part, 'window':'PT1M', 'atLeast':1, 'is':'AT_MOST', 'share':-0.1                                                      | /share
            share     | $where[{'field':'/a','test':'EQUALS','values':['y']}]}, $part, 'window':'PT1M', 'atLeast':1, 'is':'ABOVE', 'share':0.5      | /part
            skip-rate | $journal, 'window':'PT1M', 'atLeast':1, 'is':'AT_LEAST', 'share':1.01                                                       | /share
            deadline  | $of, 'closedBy':{'type':'order.placed'}, 'within':'PT1H'                                                                    | /closedBy
            deadline  | $of, 'within':'PT1H', 'closedBy':{'type':'t','where':[{'field':'/a','test':'PRESENT'},{'field':'/a','test':'MISSING'}]}     | /closedBy/where
            stage-not-reached | $journal, 'after':'MEET', 'stage':'MEET', 'days':1                                                                  | /after
            """);

    private static final List<String> ALWAYS_TRUE = lines("""
            count     | $of, 'window':'PT1M', 'is':'AT_LEAST', 'count':0                                                          | /count
            count     | $of, 'window':'PT1M', 'is':'ABOVE', 'count':-1                                                            | /count
            share     | $of, $part, 'window':'PT1M', 'atLeast':1, 'is':'AT_LEAST', 'share':0                                      | /share
            share     | $of, $part, 'window':'PT1M', 'atLeast':1, 'is':'AT_MOST', 'share':1                                       | /share
            share     | $of, $part, 'window':'PT1M', 'atLeast':1, 'is':'BELOW', 'share':1.5                                       | /share
            share     | $where[{'field':'/a','test':'EQUALS','values':['x']}]}, $part, 'window':'PT1M', 'atLeast':1, 'is':'ABOVE', 'share':0.5 | /part
            share     | $of, 'part':[], 'window':'PT1M', 'atLeast':1, 'is':'ABOVE', 'share':0.5                                   | /part
            skip-rate | $journal, 'window':'PT1M', 'atLeast':1, 'is':'AT_MOST', 'share':1                                         | /share
            threshold | 'is':'ABOVE', 'limit':5, $where[{'field':'value','test':'AT_LEAST','values':['6']}]}                      | /limit
            threshold | 'is':'AT_MOST', 'limit':5, $where[{'field':'value','test':'EQUALS','values':['1','5.0']}]}                | /limit
            anomaly   | $of, 'method':'novelty', 'score':0                                                                              | /score
            drift     | $of, 'method':'novelty', 'score':-1                                                                             | /score
            """);

    private static final List<String> OUT_OF_BOUNDS = lines("""
            absence   | $of, 'window':'P91D'                                                                                      | /window
            absence   | $of, 'window':'PT0.5S'                                                                                    | /window
            absence   | $of, 'window':'-PT5M'                                                                                     | /window
            absence   | $of, 'window':300                                                                                         | /window
            absence   | $of, 'window':'5 minutes'                                                                                 | /window
            absence   | $of                                                                                                       | /window
            absence   | 'window':'PT1M'                                                                                           | /of
            absence   | 'of':{'type':' '}, 'window':'PT1M'                                                                        | /of/type
            absence   | 'of':{'type':'t','where':[null]}, 'window':'PT1M'                                                         | /of/where/0
            threshold | $of, 'is':'ABOVE', 'limit':1e999                                                                          | /limit
            threshold | $of, 'is':'ABOVE', 'limit':'5'                                                                            | /limit
            threshold | $of, 'is':'ABOVE'                                                                                         | /limit
            threshold | $of, 'limit':5                                                                                            | /is
            threshold | $of, 'is':'NEAR', 'limit':5                                                                               | /is
            count     | $of, 'window':'PT1M', 'is':'ABOVE', 'count':10001                                                         | /count
            count     | $of, 'window':'PT1M', 'is':'ABOVE', 'count':1.5                                                           | /count
            share     | $of, $part, 'window':'PT1M', 'atLeast':0, 'is':'ABOVE', 'share':0.5                                       | /atLeast
            share     | $of, 'window':'PT1M', 'atLeast':1, 'is':'ABOVE', 'share':0.5                                              | /part
            deadline  | $of, 'closedBy':{'type':'t'}                                                                              |
            deadline  | $of, 'closedBy':{'type':'t'}, 'within':'PT1H', 'dueField':'/due'                                          |
            deadline  | $of, 'closedBy':{'type':'t'}, 'within':'P3651D'                                                           | /within
            deadline  | $of, 'closedBy':{'type':'t'}, 'dueField':'due'                                                            | /dueField
            anomaly   | $of, 'method':'DROP TABLE', 'score':1                                                                     | /method
            anomaly   | $of, 'method':'novelty', 'score':1, 'settings':{'a b':1}                                                        | /settings/a b
            anomaly   | $of, 'method':'novelty', 'score':1, 'settings':{'a':null}                                                       | /settings/a
            anomaly   | $of, 'method':'novelty', 'score':1, 'settings':{'a':1e999}                                                      | /settings/a
            entry-stale | $journal, 'days':0                                                                                      | /days
            entry-stale | 'days':3                                                                                                | /journalId
            decision-changed | $journal, 'to':[]                                                                                  | /to
            decision-changed | $journal, 'to':['RISE']                                                                            | /to/0
            absence   | 'window':'PT1M', $where[{'field':'a','test':'PRESENT'}]}                                                  | /of/where/0/field
            absence   | 'window':'PT1M', $where[{'field':'/a~2','test':'PRESENT'}]}                                               | /of/where/0/field
            absence   | 'window':'PT1M', $where[{'field':'/a','test':'PRESENT','values':['x']}]}                                  | /of/where/0/values
            absence   | 'window':'PT1M', $where[{'field':'/a','test':'EQUALS'}]}                                                  | /of/where/0/values
            absence   | 'window':'PT1M', $where[{'field':'/a','test':'DIFFERS','values':['x','y']}]}                              | /of/where/0/values
            absence   | 'window':'PT1M', $where[{'field':'/a','test':'ABOVE','values':['high']}]}                                 | /of/where/0/values/0
            absence   | 'window':'PT1M', $where[{'field':'value','test':'EQUALS','values':['NaN']}]}                              | /of/where/0/values/0
            absence   | 'window':'PT1M', $where[{'field':'value','test':'BEGINS_WITH','values':['1']}]}                           | /of/where/0/test
            """);

    private static final List<String> NO_PATTERNS_AND_NO_LOOPS = lines("""
            absence   | 'window':'PT1M', $where[{'field':'/a','test':'MATCHES','values':['(a+)+$']}]}                             | /of/where/0/test
            absence   | 'of':{'type':'stageline.alert.raised'}, 'window':'PT1M'                                                   | /of/type
            absence   | 'of':{'type':'Stageline.anything'}, 'window':'PT1M'                                                       | /of/type
            deadline  | $of, 'closedBy':{'type':'stageline.alert.resolved'}, 'within':'PT1H'                                      | /closedBy/type
            on-alert  | 'ruleId':'0190b7a0-0000-7000-8000-000000000011'                                                           | /kind
            """);

    static List<String> unsound() {
        return Stream.of(CONTRADICTORY, ALWAYS_TRUE, OUT_OF_BOUNDS, NO_PATTERNS_AND_NO_LOOPS)
                .flatMap(List::stream)
                .toList();
    }

    static List<String> sound() {
        return SOUND;
    }

    private static List<String> lines(String text) {
        return text.replace("$of", OF)
                .replace("$journal", JOURNAL)
                .replace("$where", "'of':{'type':'order.placed','where':")
                .replace("$part", "'part':[{'field':'/a','test':'EQUALS','values':['x']}]")
                .lines()
                .toList();
    }

    @ParameterizedTest
    @MethodSource("sound")
    void a_sound_rule_is_kept_as_it_is_said(String line) {
        var text = read(rule(condition(line))).text();
        var types = new EventTypes();
        var saved = new RuleSaved(UUID.randomUUID(), 1, text);
        var stored = types.write(saved);
        assertThat(types.read(types.typeOf(saved), stored)).isEqualTo(saved);
        assertThat(stored).contains("\"kind\":\"" + line.split("\\|")[0].strip() + "\"");
    }

    @Test
    void every_kind_that_there_is_can_be_said() {
        var said = SOUND.stream()
                .map(line -> read(rule(condition(line)))
                        .text()
                        .condition()
                        .getClass()
                        .getSimpleName())
                .collect(Collectors.toSet());
        assertThat(Stream.of(Condition.OverSignals.class, Condition.OverEntries.class)
                        .flatMap(kind -> Stream.of(kind.getPermittedSubclasses()))
                        .map(Class::getSimpleName))
                .hasSize(12)
                .hasSameElementsAs(said);
    }

    @ParameterizedTest
    @MethodSource("unsound")
    void an_unsound_rule_is_refused_where_it_is_unsound(String line) {
        var cells = line.split("\\|", 3);
        var refusal = refusal(rule(condition(line)));
        assertThat(refusal.code()).as("%s", refusal).isEqualTo(Code.INVALID);
        assertThat(refusal.pointer()).as("%s", refusal).isEqualTo("/condition" + cells[2].strip());
    }

    @Test
    void an_unknown_kind_is_told_the_known_ones() {
        assertThat(refusal(rule("{'kind':'moon-phase'}")).extra().get("known"))
                .asInstanceOf(InstanceOfAssertFactories.LIST)
                .contains("threshold", "deadline", "skip-rate")
                .hasSize(12);
        assertThat(refusal(rule("{'limit':5}")).pointer()).isEqualTo("/condition/kind");
    }

    @Test
    void ten_thousand_terms_are_refused_before_they_are_compared() {
        var terms = IntStream.range(0, 10_000)
                .mapToObj(n -> "{'field':'/f" + n + "','test':'PRESENT'}")
                .collect(Collectors.joining(","));
        var refusal = refusal(rule("{'kind':'absence','window':'PT1M','of':{'type':'t','where':[" + terms + "]}}"));
        assertThat(refusal.pointer()).isEqualTo("/condition/of/where");
        assertThat(refusal.because()).isEqualTo("at most 20 values are taken here");
        var values = IntStream.range(0, 51).mapToObj(n -> "'" + n + "'").collect(Collectors.joining(","));
        assertThat(refusal(rule("{'kind':'absence','window':'PT1M','of':{'type':'t','where':"
                                + "[{'field':'/a','test':'EQUALS','values':[" + values + "]}]}}"))
                        .pointer())
                .isEqualTo("/condition/of/where/0/values");
    }

    @Test
    void alerts_are_told_apart_by_whom_they_are_about_unless_fields_are_given() {
        assertThat(text(0).fingerprint()).containsExactly("subject");
        assertThat(text(12).fingerprint()).containsExactly("contact");
        assertThat(text(14).fingerprint()).containsExactly("journal");
        assertThat(text(0).groupBy()).isEmpty();
        assertThat(text(0).mode()).isEqualTo(Mode.LIVE);
        var signals = condition(SOUND.get(0));
        assertThat(read(with(signals, "'fingerprint':['source','/a/0'],'groupBy':['type']"))
                        .text()
                        .fingerprint())
                .containsExactly("source", "/a/0");
        assertThat(read(with(signals, "'fingerprint':[]")).text().fingerprint()).isEmpty();
        for (var field : List.of("contact", "value", "a", ""))
            assertThat(refusal(with(signals, "'fingerprint':['" + field + "']")).pointer())
                    .isEqualTo("/fingerprint/0");
        assertThat(refusal(with(signals, "'groupBy':['type','type']")).pointer())
                .isEqualTo("/groupBy/1");
        assertThat(refusal(with(signals, "'fingerprint':['/1','/2','/3','/4','/5','/6']"))
                        .pointer())
                .isEqualTo("/fingerprint");
        assertThat(refusal(with(condition(SOUND.get(12)), "'fingerprint':['subject']"))
                        .pointer())
                .isEqualTo("/fingerprint/0");
    }

    @Test
    void times_a_condition_must_hold_or_not_hold_are_bounded() {
        var signals = condition(SOUND.get(0));
        assertThat(read(with(signals, "'holdsFor':'PT5M','keepFiring':'P1D'"))
                        .text()
                        .holdsFor())
                .isEqualTo(Duration.ofMinutes(5));
        for (var time : List.of("PT0S", "P91D", "-PT1M"))
            assertThat(refusal(with(signals, "'holdsFor':'" + time + "'")).pointer())
                    .isEqualTo("/holdsFor");
        assertThat(refusal(with(signals, "'keepFiring':'P91D'")).pointer()).isEqualTo("/keepFiring");
    }

    private static RuleText text(int line) {
        return read(rule(condition(SOUND.get(line)))).text();
    }

    private static String condition(String line) {
        var cells = line.split("\\|", 3);
        return "{'kind':'" + cells[0].strip() + "', " + cells[1].strip() + "}";
    }

    private static String rule(String condition) {
        return with(condition, "'severity':'WARNING'");
    }

    private static String with(String condition, String more) {
        var severity = more.contains("severity") ? "" : "'severity':'WARNING',";
        return "{'name':'Watch it'," + severity + more + ",'condition':" + condition + "}";
    }

    private static RuleRequest read(String json) {
        return JSON.readValue(json.replace('\'', '"'), RuleRequest.class);
    }

    private static Refusal refusal(String json) {
        var refused = catchThrowableOfType(JacksonException.class, () -> read(json));
        assertThat(refused).as(json).isNotNull();
        return JsonRefusals.of(refused);
    }
}
