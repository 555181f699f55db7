package io.stageline.whole;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * What was seen of a journal while several people worked on it is seen again whenever it is asked for as of then. Ages are
 * told in whole days, and none of those here ends soon; only the fractions of a day in reports are left out.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PastGridTest {
    private static final int COLLEAGUES = 4;
    private static final int CONTACTS = 15;
    private static final int WORK = 120;
    private static final int LOOKS = 300;
    private static final int PLACES = 15;
    private static final List<String> QUESTIONS = List.of(
            "/grid?limit=500",
            "/grid?limit=4",
            "/grid?sort=-activity&limit=3",
            "/grid?sort=amount&limit=500",
            "/grid?sort=-timeInStage&limit=5",
            "/grid?stage=ASK&show=ASK,MEET",
            "/grid?reached=MEET&sort=-name",
            "/grid?staleness=stale",
            "/grid?rotten=true",
            "/grid?decision=PLEDGED",
            "/grid?q=called",
            "/report",
            "/export.ndjson?decision=NONE",
            "/export.csv");
    private static final String EVERYTHING = """
            SELECT string_agg(DISTINCT what, ' ' ORDER BY what)
              FROM live.entry_event
             WHERE journal_id = ?::uuid""";

    private final long seed = Seed.of(PastGridTest.class);
    private final Client client = TheServer.newTenant();
    private final String journal = client.journal("Many people");
    private final List<Seen> seen = new ArrayList<>();
    private long begun;

    /** An answer and the position of the log that it said it shows. */
    private record Seen(String question, long position, String told) {
        String at(String moment) {
            return question + (question.contains("?") ? "&" : "?") + moment;
        }
    }

    @BeforeAll
    void several_people_work_and_somebody_looks() {
        var contacts = IntStream.range(0, CONTACTS)
                .mapToObj(n -> client.contact("Person " + n))
                .toList();
        begun = client.post("/v1/contacts", "{\"name\":\"Nobody\"}").number("/position");
        contacts.forEach(contact -> client.entry(journal, contact));
        var working = new AtomicInteger(COLLEAGUES);
        Lanes.run(COLLEAGUES + 1, lane -> {
            var random = new Random(seed + lane);
            if (lane == COLLEAGUES) look(random, working);
            else work(new Colleague(client, journal, contacts, random), working);
        });
        var happened = TheServer.administrator().database().queryForObject(EVERYTHING, String.class, journal);
        assertThat(happened).isEqualTo("added correction decision removed stage withdrawal");
    }

    private static void work(Colleague colleague, AtomicInteger working) {
        try {
            for (var n = 0; n < WORK; n++) colleague.work();
        } finally {
            working.decrementAndGet();
        }
    }

    private void look(Random random, AtomicInteger working) {
        while (working.get() > 0 && seen.size() < LOOKS) {
            var question = QUESTIONS.get(random.nextInt(QUESTIONS.size()));
            var answer = ask(question);
            seen.add(new Seen(question, position(answer), told(answer)));
        }
    }

    @Test
    void at_its_position_every_answer_is_the_same_byte_for_byte() {
        assertThat(seen.stream().map(Seen::position).distinct()).hasSizeGreaterThan(20);
        for (var was : seen) {
            var then = ask(was.at("atPosition=" + was.position));
            assertThat(told(then)).as("seed %d: %s", seed, was).isEqualTo(was.told);
            assertThat(position(then)).isEqualTo(was.position);
        }
    }

    @Test
    void as_of_its_time_every_answer_is_the_same_unless_more_was_written_in_the_same_commit() {
        var same = 0;
        for (var was : seen) {
            var time = ask("/grid?limit=1&atPosition=" + was.position).header("Stageline-As-Of");
            var then = ask(was.at("asOf=" + time));
            var told = position(then) == was.position ? was.told : told(ask(was.at("atPosition=" + position(then))));
            assertThat(told(then)).as("seed %d: %s %s", seed, was, time).isEqualTo(told);
            assertThat(position(then)).isGreaterThanOrEqualTo(was.position);
            if (position(then) == was.position) same++;
        }
        assertThat(same).isGreaterThan(seen.size() / 4);
    }

    @Test
    void at_any_position_the_grid_is_the_fold_of_the_events_up_to_it() {
        var folded = FoldedGrid.of(journal, begun);
        var places = new HashSet<>(List.of(begun));
        var random = new Random(seed);
        while (places.size() < PLACES)
            places.add(folded.positions().get(random.nextInt(folded.positions().size())));
        for (var place : places) {
            var grid = ask("/grid?limit=500&atPosition=" + place).json();
            assertThat(FoldedGrid.shown(grid)).as("seed %d: %d", seed, place).isEqualTo(folded.at(place));
        }
    }

    private Answer ask(String question) {
        var answer = client.get("/v1/journals/" + journal + question);
        assertThat(answer.status()).as(question + " " + answer.text()).isEqualTo(200);
        return answer;
    }

    private static long position(Answer answer) {
        return Long.parseLong(answer.header("Stageline-Position"));
    }

    private static String told(Answer answer) {
        return answer.text().replaceAll("\"averageDays(Now)?\":[0-9.]+", "");
    }
}
