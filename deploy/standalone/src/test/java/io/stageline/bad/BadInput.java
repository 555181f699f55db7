package io.stageline.bad;

import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toSet;

import io.stageline.whole.Route;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import tools.jackson.databind.JsonNode;

/** A class of bad input (QUALITY 4): which routes can get it, how a valid request becomes it, and how it is answered. */
record BadInput(
        String id,
        String what,
        Predicate<Route> fits,
        Set<Integer> statuses,
        String code,
        Function<Valid, Stream<Sent>> spoil) {

    /** Proven with clocks and locks by methods of IdempotencyTest whose names begin so, over the same routes. */
    static final Set<String> ELSEWHERE = Set.of("b22_", "b23_", "b24_", "b25_");

    /** Where it is: a header, the body ($ is the valid one), a member of it or a parameter or a path variable by name or type. Then the answers, and the values. */
    private static final String VALUES = """
            B1  | not one JSON document              | body                        | 400 malformed-json            | { $x $$ \ufeff$ /**/$ {'a':1} {a:1}
            B1  | no body                            | body, not lines             | 400 malformed-json            | - ␣
            B1  | a value that JSON does not have    | member any                  | 400 malformed-json            | NaN Infinity 01 +1 .5 undefined 'a'
            B2  | another media type or charset      | header Content-Type, body   | 415 unsupported-media-type    | - text/xml text/plain application/octet-stream multipart/form-data nonsense application/json;charset=utf-16 application/x-ndjson;charset=iso-8859-1
            B2  | no media type                      | header Content-Type         | 415 unsupported-media-type    | nonsense text/*;q=x application/json;charset=nonsense
            B3  | an Accept that cannot be met       | header Accept               | 406 not-acceptable            | image/png application/xml nonsense application/json;charset=utf-16
            B6  | a nesting bomb                     | body                        | 400 422                       | [{100000} {"a":[{100000}
            B6  | a nesting bomb within              | member any                  | 400 422                       | [{100000}
            B7  | a huge number                      | member any                  | 400 422                       | 1e999999 -1E+99999999999999999999 9{100000} 0.1{100000}
            B7  | an amount that is none             | member amount, not lines    | 400 422                       | "1e999999" "9{100000}" "99999999999999999" "-1" "0.001" "NaN" "0x1" "\u0661" 5
            B8  | a huge text                        | member text                 | 400 422                       | "a{200000}"
            B8  | a huge name                        | body                        | 400                           | {"a{200000}":1}
            B11 | another type                       | member no-number            | 422 invalid                   | 1.5 [[1]] {"x":[]}
            B11 | a yes for something else           | member no-flag              | 422 invalid                   | true
            B11 | a number for a text                | member text                 | 422 invalid                   | 7
            B11 | no object                          | body                        | 400 422                       | null [] "text" 42 true
            B11 | a blank text                       | member text, not lines      | 422 invalid                   | "" "␣\\t␣"
            B12 | U+0000                             | member text                 | 422 invalid                   | "a\\u0000b" "\\u0000"
            B12 | U+0000 in a value of any type      | member value                | 422 invalid                   | "a\\u0000b"
            B13 | half a character                   | member text                 | 422 invalid                   | "\\ud800" "a\\udc00b" "\\udc00\\ud800"
            B13 | half a character in any value      | member value                | 422 invalid                   | "a\\ud800"
            B14 | characters that look alike         | member text, not lines      | 200 201 422                   | "\u0410da" "A\u202ed\u202ca" "A\u200bd\ufeffa" "e\u0301" "\u00e9" "\ufffe\uffff" "\ufdfa"
            B14 | an id of such characters           | member id                   | 422 invalid                   | "01990000-0000-7000-8000-00000000de\u0430d" "\uff10\uff11990000-0000-7000-8000-00000000dead"
            B15 | a line that ends within a text     | member text, not lines      | 200 201 422                   | "a\\r\\nX-Evil:␣1"
            B15 | a line that ends within an address | path                        | 400 404                       | %0d%0aX-Evil:%201 ?a%0d%0aX-Evil=1
            B15 | a correlation id that is none      | header X-Correlation-Id, reads | 200                        | a%0d%0aX-Evil:␣1 ${jndi:ldap://x} a{5000} 1-1-1-1-1 -
            B16 | text that means something elsewhere | member text, not lines     | 200 201 422                   | "';␣DROP␣TABLE␣event;␣--" "%_\\\\" "$.a[*]" "${jndi:ldap://x/a}" "#{1+1}" "{{7*7}}" "<script>alert(1)</script>" "=1+1"
            B16 | the same in a line of any command  | member text, lines          | 200 400 422                   | "\u0410da" "A\u202ed\u202ca" "e\u0301" "\ufffe\uffff" "a\\r\\nX-Evil:␣1" "';␣DROP␣TABLE␣event;␣--" "%_\\\\" "${jndi:ldap://x/a}" "=1+1"
            B16 | the same in a parameter            | parameter text              | 200 400                       | %27%20OR%201=1-- %25_%5C $%7Bjndi:ldap://x%7D name;DROP
            B17 | an id that is none                 | variable id                 | 400 404                       | 1-1-1-1-1 x 0 01990000-0000-7000-8000-00000000dead0 0199000000007000800000000000dead ..%2f %2e%2e .. . %00 01990000-0000-7000-8000-00000000dead;a=b %7BjournalId%7D 01990000-0000-7000-8000-00000000de%D0%B0d a{3000} 00000000-0000-0000-0000-000000000000 *
            B17 | a number of a thing that is none   | variable number             | 404                           | 0 -1 1.5 x 0x2 %202 2%20 %2B2 02 %D9%A2 99999999999999999999 2;a=b *
            B19 | a key that opens nothing           | header Authorization        | 401 unauthenticated           | - Bearer Bearer␣x Basic␣YTpi Bearer␣sl_0{32}_A{43}
            B21 | an Idempotency-Key that is none, or where none is taken | header Idempotency-Key, writes | 400 idempotency-key-malformed | - ␣ "" a␣b "open "a\\b" "\u00e4" a/b a{256} "a";␣p=1 "a",␣"b" "a\u007fb"
            B26 | an If-Match that is none           | header If-Match, decides    | 400 precondition-malformed    | - 1 "1 1" "1"␣"2" "a"b" *,␣"1" W/1 "\u0001"
            B26 | an If-Match that does not hold     | header If-Match, decides    | 412 precondition-failed       | "999" W/"1" "998","999" "a" "0x1"
            B26 | an If-None-Match of any kind       | header If-None-Match, reads | 200 304                       | x "1 W/"1" "999.0.0",* -
            B27 | a stage that does not exist        | member stage                | 422 unknown-stage             | "NOWHERE"
            B27 | a status that does not exist       | member status, not lines    | 422 unknown-status            | "NOWHERE"
            B28 | a time that is none                | member time                 | 422 invalid                   | "2026-03-01T09:30:00" "2026-03-01" "0000-01-01T00:00:00Z" "9999-12-31T23:59:59Z" "+10000-01-01T00:00:00Z" "2016-12-31T23:59:61Z" "1899-12-31T23:59:59Z" "2200-01-01T00:00:00Z" 1767571200000 "1767571200" "" "now" "2026-02-30T00:00:00Z" "2026-03-01T09:30:00+99:00"
            B28 | a date that is none                | member date, not lines      | 422 invalid                   | "0000-01-01" "9999-12-31" "+10000-01-01" "2026-02-30" "2026-1-1" "1899-12-31" 20260301 "" "2026-03-01T00:00:00Z"
            B28 | a moment that is none              | parameter asOf              | 400                           | x 2026-03-01 2026-02-30T00:00:00Z %2B10000-01-01T00:00:00Z 2199-01-01T00:00:00Z 1767571200
            B28 | a day that is none                 | parameter date              | 400 invalid-parameter         | x 2026-02-30 20260301 %2B10000-01-01
            B29 | a page size that is none           | parameter limit             | 400 invalid-parameter         | 0 -1 501 1000000000 99999999999999999999 1.5 x 0x10 %2B5 %201 \u0661 1e1
            B29 | a position that is none            | parameter minPosition       | 400 invalid-parameter         | -1 1.5 x 0x10 99999999999999999999
            B29 | a past position that is none       | parameter atPosition        | 400 invalid-parameter         | -1 1.5 x 0x10 99999999999999999999
            B29 | a cursor that is none              | parameter cursor            | 400                           | x AAAA ==== a{3000} %ff AAAAAAAAAAAAAAAAAAAA
            B30 | a parameter that nobody knows      | path                        | 400                           | ?x=1 ?Limit=1 ?tenantId=01990000-0000-7000-8000-00000000dead
            B30 | a question of 10 kB                | path                        | 414                           | ?q=a{10000}
            B30 | a word that is none                | parameter word              | 400 invalid-parameter         | x FRESH; 0
            B30 | a yes or no that is neither        | parameter flag              | 400 invalid-parameter         | x 2 true;
            B30 | an order that is none              | parameter sort              | 400 invalid-parameter         | x name,-name name%20DESC;DROP %2Dname%00
            B30 | a stage that is none               | parameter stage             | 400 invalid-parameter         | x MEET,ASK MEET%00
            B30 | a stage or status that is none     | parameter reached           | 400 invalid-parameter         | x MEET,ASK MEET%00
            B30 | no text, or no address             | parameter text              | 400                           | %00 a%00b % %zz %2
            """;

    private static final Map<String, Class<?>> ANY_BUT = Map.of("no-flag", Boolean.class, "no-number", Double.class);
    private static final Map<String, Class<?>> TYPES = Map.of(
            "flag",
            Boolean.class,
            "number",
            int.class,
            "any",
            Object.class,
            "text",
            String.class,
            "id",
            UUID.class,
            "time",
            Instant.class,
            "date",
            LocalDate.class,
            "amount",
            BigDecimal.class,
            "word",
            Enum.class,
            "value",
            JsonNode.class);
    private static final Map<String, Predicate<Route>> ONLY = Map.of(
            "body", Route::hasBody,
            "lines", Route::takesLines,
            "not lines", route -> !route.takesLines(),
            "reads", Route::reads,
            "writes", route -> !route.reads(),
            "decides", Route::decides);
    private static final Pattern ADMINISTRATION = Pattern.compile("^/v1/(api-keys|replays|generations|dead-letters)");
    private static final Pattern REPEATED = Pattern.compile("(.)\\{(\\d+)}");
    private static final int MEGABYTE = 1 << 20;
    private static final int LARGEST_BATCH = 5_000_000;
    private static final byte[] BOMB = bomb();
    private static final List<String> METHODS = List.of("TRACE", "GET", "POST", "PUT", "PATCH", "DELETE", "BREW");
    private static final byte[][] NOT_UTF_8 = Stream.of(
                    "c328", "c0af", "e080af", "eda080", "f5808080", "f4908080", "ff", "e282", "00", "0a")
            .map(java.util.HexFormat.of()::parseHex)
            .toArray(byte[][]::new);

    static final List<BadInput> ALL =
            Stream.concat(VALUES.lines().map(BadInput::of), rest()).toList();

    /** What is not told by values. */
    private static Stream<BadInput> rest() {
        Predicate<Route> every = route -> true;
        return Stream.of(
                bad("B2", "UTF-16 that does not say so", Route::hasBody, "400 malformed-json", BadInput::utf16),
                bad("B4", "a body that is too large", Route::hasBody, "413 too-large", BadInput::tooLarge),
                bad("B5", "a compressed body", Route::hasBody, "415 unsupported-media-type", BadInput::compressed),
                bad("B8", "a great many names", Route::hasBody, "400 413 422", BadInput::manyNames),
                bad("B9", "a name that is there twice", has("any"), "400 malformed-json", BadInput::twice),
                bad(
                        "B10",
                        "names not for the sender to set",
                        Route::hasBody,
                        "400 unknown-property",
                        BadInput::unknown),
                bad(
                        "B10",
                        "a member of another command in a line",
                        Route::takesLines,
                        "400 unknown-property",
                        valid -> valid.members(Stream.of("name", "email", "phone", "status", "reason"), "\"FINE\"")),
                bad("B11", "something missing", Route::requires, "422 invalid", Valid::withoutRequired),
                bad("B13", "bytes that are not UTF-8", has("text"), "400 422", valid -> valid.bytes(NOT_UTF_8)),
                bad("B18", "another tenant's id", Route::hasIds, "404", BadInput::foreign),
                bad(
                        "B18",
                        "another tenant's id in the body",
                        route -> idsInside(route).findAny().isPresent(),
                        "404",
                        BadInput::foreignInside),
                bad(
                        "B19",
                        "two keys, a revoked one, or one in the address",
                        every,
                        "401 unauthenticated",
                        BadInput::keys),
                bad("B20", "a key that opens other doors", every, "403 forbidden", BadInput::otherDoors),
                bad(
                        "B21",
                        "two Idempotency-Keys",
                        route -> !route.reads(),
                        "400 idempotency-key-malformed",
                        valid -> Stream.of(
                                valid.sent().also("Idempotency-Key", "a").also("Idempotency-Key", "a"))),
                bad(
                        "B26",
                        "a correction of what nobody saw",
                        Route::corrects,
                        "428 precondition-required",
                        valid -> Stream.of(valid.sent().without("If-Match"))),
                bad("B27", "something archived", Route::changesEntry, "409 journal-archived", BadInput::archived),
                bad("B29", "another question's cursor", takes("cursor"), "400", BadInput::otherCursor),
                bad("B30", "a parameter twice", route -> !route.parameters().isEmpty(), "400", BadInput::repeated),
                bad("B36", "a method not taken here", every, "405 method-not-allowed", BadInput::otherMethods),
                bad("B36", "a method in disguise", Route::reads, "200", valid -> Stream.of("", "-Override")
                        .map(end -> valid.sent().with("X-HTTP-Method" + end, "DELETE"))),
                bad("B36", "HEAD and OPTIONS", Route::reads, "200", valid -> Stream.of("HEAD", "OPTIONS")
                        .map(valid.sent()::method)));
    }

    private static BadInput of(String line) {
        var row = line.split(" *\\| *", 5);
        var place = row[2].split(", ");
        var values = Stream.of(row[4].split(" ")).map(BadInput::expanded).toArray(String[]::new);
        var kind = place[0].split(" ");
        var only = ONLY.getOrDefault(place[place.length - 1], route -> true);
        return switch (kind[0]) {
            case "body" -> bad(row[0], row[1], only.and(Route::hasBody), row[3], valid -> valid.bodies(values));
            case "path" -> bad(row[0], row[1], only, row[3], valid -> valid.paths(values));
            case "header" -> bad(row[0], row[1], only, row[3], valid -> valid.headers(kind[1], values));
            case "member" ->
                bad(
                        row[0],
                        row[1],
                        only.and(has(kind[1])),
                        row[3],
                        valid -> valid.members(named(valid.route().members(), kind[1]), values));
            case "parameter" ->
                bad(
                        row[0],
                        row[1],
                        only.and(takes(kind[1])),
                        row[3],
                        valid -> valid.parameters(named(valid.route().parameters(), kind[1]), values));
            case "variable" ->
                bad(
                        row[0],
                        row[1],
                        only.and(route -> named(route.ids(), kind[1]).findAny().isPresent()),
                        row[3],
                        valid -> valid.variables(named(valid.route().ids(), kind[1]), values));
            default -> throw new AssertionError(row[2]);
        };
    }

    private static BadInput bad(
            String id, String what, Predicate<Route> fits, String answers, Function<Valid, Stream<Sent>> spoil) {
        var words = Arrays.asList(answers.split(" "));
        var statuses = words.stream()
                .filter(word -> word.matches("\\d+"))
                .map(Integer::valueOf)
                .collect(toSet());
        return new BadInput(
                id, what, fits, statuses, words.size() > statuses.size() ? words.get(statuses.size()) : "", spoil);
    }

    /** A value of the table: - is none, ␣ a blank, and a{3} is aaa. */
    private static String expanded(String value) {
        var text = value.equals("-") ? "" : value.replace('␣', ' ');
        return REPEATED.matcher(text)
                .replaceAll(all ->
                        java.util.regex.Matcher.quoteReplacement(all.group(1).repeat(Integer.parseInt(all.group(2)))));
    }

    /** Those that are called so, or have a type that is. */
    private static Stream<String> named(Map<String, Class<?>> all, String name) {
        var type = TYPES.get(name);
        return all.entrySet().stream()
                .filter(one -> ANY_BUT.containsKey(name)
                        ? one.getValue() != ANY_BUT.get(name)
                        : type == null ? one.getKey().equals(name) : type.isAssignableFrom(one.getValue()))
                .map(Map.Entry::getKey);
    }

    private static Predicate<Route> has(String member) {
        return route -> named(route.members(), member).findAny().isPresent();
    }

    private static Predicate<Route> takes(String parameter) {
        return route -> named(route.parameters(), parameter).findAny().isPresent();
    }

    private static Stream<Sent> utf16(Valid valid) {
        return Stream.of(valid.sent().body(valid.sent().text().getBytes(UTF_16LE)));
    }

    private static Stream<Sent> tooLarge(Valid valid) {
        var large = valid.sent().text() + " ".repeat(valid.route().takesLines() ? LARGEST_BATCH : MEGABYTE);
        return Stream.of(valid.sent(), valid.sent().with("Transfer-Encoding", "chunked"))
                .map(sent -> sent.body(large));
    }

    private static Stream<Sent> compressed(Valid valid) {
        return valid.headers("Content-Encoding", "gzip", "br", "gzip, gzip").map(sent -> sent.body(BOMB));
    }

    private static Stream<Sent> manyNames(Valid valid) {
        return Stream.of(IntStream.range(0, 50_000).mapToObj(n -> "n" + n), sameHash("", 12))
                .map(names -> names.map(name -> "\"" + name + "\":1").collect(joining(",", "{", "}")))
                .map(valid.sent()::body);
    }

    private static Stream<String> sameHash(String start, int pairs) {
        return pairs == 0 ? Stream.of(start) : Stream.of("Aa", "BB").flatMap(pair -> sameHash(start + pair, pairs - 1));
    }

    private static Stream<Sent> unknown(Valid valid) {
        return valid.members(Stream.of("tenantId", "version", "position", "__proto__", "class"), "\"1\"");
    }

    private static Stream<Sent> twice(Valid valid) {
        return valid.route().members().keySet().stream().limit(1).map(name -> valid.sent()
                .body("{\"" + name + "\":null,\"" + name + "\":null}"));
    }

    private static Stream<Sent> foreign(Valid valid) {
        var theirs = valid.sample().ids(valid.others().stranger);
        return Stream.of("id", "number")
                .flatMap(type -> named(valid.route().ids(), type))
                .flatMap(id -> valid.variables(Stream.of(id), theirs.getOrDefault(id, "")));
    }

    private static Stream<Sent> foreignInside(Valid valid) {
        return valid.members(
                idsInside(valid.route()), "\"" + valid.others().stranger.journal("Private") + "\"");
    }

    /** A fingerprint is no thing that exists or not: one that was never seen has a history of nothing. */
    private static Stream<String> idsInside(Route route) {
        return named(route.members(), "id").filter(name -> !name.equals("fingerprint"));
    }

    private static Stream<Sent> keys(Valid valid) {
        var key = valid.others().key;
        var without = valid.sent().without("Authorization");
        return Stream.of(
                without,
                valid.sent().also("Authorization", "Bearer " + key),
                without.with("Authorization", key),
                without.with("Authorization", "Bearer " + valid.others().revoked),
                without.alsoParameter("key", key),
                valid.sent().alsoParameter("key", key));
    }

    private static Stream<Sent> otherDoors(Valid valid) {
        var others = valid.others();
        var less = ADMINISTRATION.matcher(valid.route().path()).find()
                ? others.everyday
                : valid.route().reads() ? others.writer : others.reader;
        return valid.headers("Authorization", "Bearer " + less);
    }

    private static Stream<Sent> archived(Valid valid) {
        var own = valid.others().valid(valid.sample());
        own.others().caller.post("/v1/journals/" + own.ids().get("journalId") + "/archive", "");
        return Stream.of(own.sent());
    }

    private static Stream<Sent> otherCursor(Valid valid) {
        return valid.parameters(
                Stream.of("cursor"),
                valid.others().caller.get("/v1/contacts?limit=1").at("/next"));
    }

    private static Stream<Sent> repeated(Valid valid) {
        return valid.route().parameters().keySet().stream()
                .map(name -> valid.sent().parameter(name, "1").alsoParameter(name, "1"));
    }

    private static Stream<Sent> otherMethods(Valid valid) {
        var taken = Route.all().stream()
                .filter(other -> valid.route().path().matches(other.path().replaceAll("\\{[^/]+}", "[^/]+")))
                .map(Route::method)
                .toList();
        return METHODS.stream().filter(method -> !taken.contains(method)).map(valid.sent()::method);
    }

    private static byte[] bomb() {
        var bytes = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(bytes)) {
            gzip.write(new byte[10 * MEGABYTE]);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }

    @Override
    public String toString() {
        return id + " " + what;
    }
}
