package io.stageline.bad;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.stageline.http.Caller;
import io.stageline.refusal.Code;
import io.stageline.standalone.DatabaseAddress;
import io.stageline.whole.Answer;
import io.stageline.whole.LogChecks;
import io.stageline.whole.Route;
import io.stageline.whole.Sample;
import io.stageline.whole.TheServer;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.springframework.core.MethodParameter;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import org.springframework.util.function.SingletonSupplier;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ServerWebExchange;
import tools.jackson.databind.json.JsonMapper;

/** Every class of bad input, sent to every route that can get it: refused in a known way, at once, and nothing happens. */
class BadInputTest {
    static final Pattern TELLTALE = Pattern.compile("Exception|\\bat io\\.|SQL|org\\.|tools\\.jackson|java\\.");
    // What rules find out and clocks tell is appended by nobody's key, and goes on meanwhile.
    private static final String KEPT = """
            SELECT (SELECT count(*) FROM stageline.event WHERE actor_id IN (SELECT key_id FROM stageline.api_key))
                 + (SELECT count(*) FROM stageline.api_key WHERE revoked_at IS NULL)""";
    private static final long A_SECOND = 1_000_000_000;
    private static final int LOOKS = 3;
    private static final Others OTHERS = new Others();
    private static final SingleConnectionDataSource DATABASE =
            keptOpen(TheServer.administrator().address());
    private static final LogChecks LOG = new LogChecks(new JdbcTemplate(DATABASE));
    private static final Wire WIRE = new Wire();
    private static final Sent PING =
            new Sent("GET", "/v1/journals?limit=1", List.of(), null).with("Authorization", "Bearer " + OTHERS.key);

    @AfterAll
    static void close() {
        WIRE.close();
        DATABASE.destroy();
    }

    private static SingleConnectionDataSource keptOpen(DatabaseAddress address) {
        return new SingleConnectionDataSource(address.jdbcUrl(), address.user(), address.password(), true);
    }

    @TestFactory
    Stream<DynamicContainer> every_route_refuses_every_class_of_bad_input() {
        return Sample.all().stream().map(sample -> DynamicContainer.dynamicContainer(sample.toString(), ways(sample)));
    }

    /** A request that takes the short way is spoilt once more on the long one, which an unusual header leads to. */
    private static Stream<DynamicTest> ways(Sample sample) {
        var all = BadInput.ALL.stream()
                .filter(bad -> bad.fits().test(sample.route()))
                .toList();
        var kept = SingletonSupplier.of(() -> OTHERS.valid(sample));
        var tests = all.stream()
                .map(bad -> DynamicTest.dynamicTest(bad.toString(), () -> refuses(bad, valid(bad, sample, kept))));
        if (!isShort(sample)) return tests;
        return Stream.concat(
                tests,
                all.stream()
                        .map(bad -> DynamicTest.dynamicTest(
                                bad + ", the long way", () -> refuses(bad, longWay(valid(bad, sample, kept))))));
    }

    /** What is surely refused leaves everything as it was, so the next one may be about the same things. */
    private static Valid valid(BadInput bad, Sample sample, Supplier<Valid> kept) {
        return bad.statuses().stream().allMatch(status -> status >= 400) ? kept.get() : OTHERS.valid(sample);
    }

    private static Valid longWay(Valid valid) {
        return new Valid(valid.sample(), valid.ids(), valid.sent().with("Origin", TheServer.url()), valid.others());
    }

    private static boolean isShort(Sample sample) {
        var taken = TheServer.bean(MeterRegistry.class).counter("stageline.http.short.way");
        var sent = OTHERS.valid(sample).sent();
        var before = taken.count();
        var answer = WIRE.send(sent);
        assertThat(answer.status()).as("%s: %s", sample, answer.text()).isBetween(200, 204);
        return taken.count() > before;
    }

    private static void refuses(BadInput bad, Valid valid) {
        var spoilt = bad.spoil().apply(valid).toList();
        assertThat(spoilt).as("something to spoil").isNotEmpty();
        var kept = kept();
        for (var sent : spoilt) kept = refuses(bad, valid.route(), sent, kept);
        assertThat(WIRE.send(PING).status()).as("afterwards").isEqualTo(200);
    }

    private static long refuses(BadInput bad, Route route, Sent sent, long before) {
        var answer = atOnce(sent);
        var as = bad + " " + sent + " -> " + answer.status() + " " + answer.text();
        assertThat(bad.statuses()).as(as).contains(status(route, answer));
        if (!bad.code().isEmpty() && isOurs(answer))
            assertThat(code(route, answer)).as(as).isEqualTo(bad.code());
        assertThat(answer.text()).as(as).doesNotContainPattern(TELLTALE);
        assertThat(answer.headers().firstValue("X-Evil")).as(as).isEmpty();
        if (!isOurs(answer)) assertThat(answer.text()).as(as).isEmpty();
        else if (answer.status() >= 400) isProblem(answer, as);
        var kept = kept();
        if (status(route, answer) >= 400 || route.reads())
            assertThat(kept).as(as).isEqualTo(before);
        return kept;
    }

    /** What is no HTTP is refused below us, without a word. */
    private static boolean isOurs(Answer answer) {
        return answer.headers().firstValue("X-Correlation-Id").isPresent();
    }

    private static void isProblem(Answer answer, String as) {
        assertThat(answer.header("Content-Type")).as(as).isEqualTo("application/problem+json");
        if (answer.text().isEmpty()) return; // to a HEAD
        assertThat(answer.number("/status")).as(as).isEqualTo(answer.status());
        if (answer.status() == 401)
            assertThat(answer.header("WWW-Authenticate")).as(as).isEqualTo("Bearer");
        if (answer.status() == 405) assertThat(answer.header("Allow")).as(as).isNotEmpty();
    }

    /** Slow is only what is slow again and again: the machine has other things to do. */
    private static Answer atOnce(Sent sent) {
        for (var look = 1; ; look++) {
            var since = System.nanoTime();
            var answer = WIRE.send(sent);
            if (System.nanoTime() - since < A_SECOND) return answer;
            if (look == LOOKS) throw new AssertionError("takes longer than a second: " + sent);
        }
    }

    /** What a refused request must leave as it was. */
    private static long kept() {
        return LOG.number(KEPT);
    }

    /** The status of the answer, or the one that the code of a refused line stands for. */
    private static int status(Route route, Answer answer) {
        return isRefusedLine(route, answer)
                ? Code.valueOf(code(route, answer).toUpperCase(Locale.ROOT).replace('-', '_'))
                        .status()
                : answer.status();
    }

    private static String code(Route route, Answer answer) {
        return isRefusedLine(route, answer) ? refusedLine(answer).orElseThrow() : answer.at("/code");
    }

    private static boolean isRefusedLine(Route route, Answer answer) {
        return route.takesLines()
                && answer.status() == 200
                && refusedLine(answer).isPresent();
    }

    private static java.util.Optional<String> refusedLine(Answer answer) {
        return answer.text()
                .lines()
                .map(line -> JsonMapper.shared().readTree(line))
                .flatMap(line ->
                        Stream.concat(Stream.of(line), line.path("results").valueStream()))
                .filter(result -> result.has("code"))
                .map(result -> result.at("/code").asString())
                .findFirst();
    }

    @Test
    void no_class_is_forgotten_and_each_meets_a_route() {
        var ids = new TreeSet<>(BadInput.ELSEWHERE);
        BadInput.ALL.forEach(bad -> ids.add(bad.id().toLowerCase(Locale.ROOT) + "_"));
        var wanted = IntStream.concat(IntStream.rangeClosed(1, 30), IntStream.of(36))
                .mapToObj(number -> "b" + number + "_")
                .toList();
        assertThat(ids).containsExactlyInAnyOrderElementsOf(wanted);
        assertThat(BadInput.ALL)
                .allSatisfy(bad -> assertThat(Route.all()).as(bad.toString()).anyMatch(bad.fits()));
    }

    /** What a handler takes in a way that the table does not know would escape it. */
    @Test
    void no_route_takes_anything_that_the_table_does_not_spoil() {
        for (var route : Route.all()) {
            for (var parameter : route.handler().getMethodParameters())
                assertThat(parameter.hasParameterAnnotation(RequestBody.class)
                                || parameter.hasParameterAnnotation(PathVariable.class)
                                || parameter.hasParameterAnnotation(RequestParam.class)
                                || "If-None-Match".equals(header(parameter))
                                || Set.of(Caller.class, ServerWebExchange.class).contains(parameter.getParameterType()))
                        .as("add a class of bad input for %s of %s", parameter.getParameter(), route)
                        .isTrue();
        }
    }

    private static String header(MethodParameter parameter) {
        var header = parameter.getParameterAnnotation(RequestHeader.class);
        return header == null ? "" : header.name();
    }

    @Test
    void every_short_way_is_taken_by_the_sample_of_its_route() {
        assertThat(Sample.all().stream().filter(BadInputTest::isShort)).hasSize(Route.shortWays());
    }
}
