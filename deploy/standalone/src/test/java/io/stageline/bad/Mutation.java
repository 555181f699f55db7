package io.stageline.bad;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/** A change at random of one place of a request: a byte, a token, a member, a header, a parameter, a part of the path. */
record Mutation(Random random) {
    private static final Pattern TOKEN = Pattern.compile("\"[^\"]*\"|-?[0-9.]+|[{}\\[\\]:,]|true|false|null");
    private static final Pattern PART = Pattern.compile("[^/?&=]+");
    private static final String NOTHING = "";
    private static final List<String> VALUES = words("""
            null true -1 0 1e999 01 "" {} [] [[[[ } "\\u0000" "\\ud800" "\u202e" NaN \\ "MEET" "EUR" "PLEDGED" "-0.001"
            "2026-02-30T00:00:00Z" "+10000-01-01T00:00:00Z" "01990000-0000-7000-8000-00000000dead" 99999999999999999999999""");
    private static final List<String> WORDS = words("""
            0 -1 x .. %00 %ff % %2f ;a=b * 1.5 9999999999999999999 grid stages report %F0%9F%98%80 replays generations dead-letters 2 name -amount MEET fresh
            01990000-0000-7000-8000-00000000dead \u00e9 ' {x} entries v1 decision""");
    private static final List<String> MEMBERS = words("""
            name stage status amount currency cadence occurredAt note scopes stages tenantId id command externalId projection rate promote""");
    private static final List<String> PARAMETERS =
            words("q sort stage staleness decision limit cursor name status whole x");
    private static final List<String> HEADERS = words("""
            Accept Content-Type If-Match If-None-Match Idempotency-Key Authorization Content-Encoding Range Origin Cookie
            X-HTTP-Method-Override Accept-Encoding Accept-Language X-Forwarded-For Forwarded""");
    private static final List<String> TAGS = words("""
            * "1" W/"1" "1","2" "999999999999999999999" a/b application/xml text/*;q=x gzip Bearer \u0001 " for=[::1]:99999
            bytes=0- application/json;charset=utf-16""");
    private static final List<String> METHODS = words("GET HEAD POST PUT PATCH DELETE OPTIONS TRACE BREW get");

    private static List<String> words(String text) {
        return List.of(text.split("\\s+"));
    }

    Sent of(Sent sent) {
        return switch (random.nextInt(8)) {
            case 0, 1 -> inBody(sent, this::otherByte);
            case 2, 3 -> inBody(sent, text -> replaced(TOKEN, text, one(VALUES)));
            case 4 -> inBody(sent, text -> text.replace("{", "{\"" + one(MEMBERS) + "\":" + one(VALUES) + ","));
            case 5 -> header(sent, one(HEADERS), one(TAGS));
            case 6 -> sent.alsoParameter(one(PARAMETERS), one(WORDS));
            default -> random.nextInt(4) == 0 ? sent.method(one(METHODS)) : otherPart(sent);
        };
    }

    private Sent inBody(Sent sent, UnaryOperator<String> change) {
        return sent.body() == null ? otherPart(sent) : sent.body(change.apply(sent.text()));
    }

    private Sent otherPart(Sent sent) {
        return sent.target("/" + replaced(PART, sent.target().substring(1), one(WORDS)));
    }

    private Sent header(Sent sent, String name, String value) {
        return switch (random.nextInt(4)) {
            case 0 -> sent.without(name);
            case 1 -> sent.also(name, value);
            case 2 -> sent.with(name, value.repeat(100));
            default -> sent.with(name, value);
        };
    }

    /** With another byte, with one byte more, or without what follows it. */
    private String otherByte(String text) {
        if (text.isEmpty()) return one(VALUES);
        var at = random.nextInt(text.length());
        var other = new String(new byte[] {(byte) random.nextInt(256)}, random.nextBoolean() ? UTF_8 : ISO_8859_1);
        return switch (random.nextInt(3)) {
            case 0 -> text.substring(0, at) + other + text.substring(at + 1);
            case 1 -> text.substring(0, at) + other + text.substring(at);
            default -> text.substring(0, at);
        };
    }

    private String replaced(Pattern what, String text, String by) {
        var found = what.matcher(text).results().toList();
        if (found.isEmpty()) return text + by;
        var place = found.get(random.nextInt(found.size()));
        var instead = random.nextInt(6) == 0 ? NOTHING : by;
        return text.substring(0, place.start()) + instead + text.substring(place.end());
    }

    private String one(List<String> all) {
        return all.get(random.nextInt(all.size()));
    }
}
