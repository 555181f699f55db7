package io.stageline.bad;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.stageline.whole.Sample;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A request as it goes over the wire; each method gives back another one that differs in one thing. */
record Sent(String method, String target, List<Map.Entry<String, String>> headers, byte @Nullable [] body) {
    private static final int SHOWN = 300;

    /** A valid request, sent with this key. */
    static Sent of(Sample sample, String key) {
        var text = sample.body();
        var sent = new Sent(
                        sample.route().method(), sample.target(), List.of(), text == null ? null : text.getBytes(UTF_8))
                .with("Authorization", "Bearer " + key);
        for (var i = 0; i < sample.headers().size(); i += 2)
            sent = sent.with(sample.headers().get(i), sample.headers().get(i + 1));
        return sent;
    }

    Sent method(String other) {
        return new Sent(other, target, headers, body);
    }

    Sent target(String other) {
        return new Sent(method, other, headers, body);
    }

    /** With this value of a parameter, in place of those it had. */
    Sent parameter(String name, String value) {
        var without = target.replaceAll("(?<=[?&])" + name + "=[^&]*&?", "").replaceAll("[?&]$", "");
        return target(without).alsoParameter(name, value);
    }

    Sent alsoParameter(String name, String value) {
        return target(target + (target.contains("?") ? "&" : "?") + name + "=" + value);
    }

    Sent body(String text) {
        return body(text.getBytes(UTF_8));
    }

    Sent body(byte[] other) {
        return new Sent(method, target, headers, other);
    }

    /** With this header, in place of those it had by that name. */
    Sent with(String name, String value) {
        return without(name).also(name, value);
    }

    Sent also(String name, String value) {
        var more = new ArrayList<>(headers);
        more.add(Map.entry(name, value));
        return new Sent(method, target, more, body);
    }

    Sent without(String name) {
        var fewer = headers.stream()
                .filter(header -> !header.getKey().equalsIgnoreCase(name))
                .toList();
        return new Sent(method, target, fewer, body);
    }

    String text() {
        return body == null ? "" : new String(body, UTF_8);
    }

    @Override
    public String toString() {
        var all = method + " " + target + " " + without("Authorization").headers + " " + text();
        return all.length() > SHOWN ? all.substring(0, SHOWN) + "…" : all;
    }
}
