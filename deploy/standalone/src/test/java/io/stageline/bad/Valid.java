package io.stageline.bad;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.util.stream.Collectors.joining;

import io.stageline.whole.Route;
import io.stageline.whole.Sample;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A valid request about things made for it, and the ways to spoil one part of it after the other. */
record Valid(Sample sample, Map<String, String> ids, Sent sent, Others others) {

    Route route() {
        return sample.route();
    }

    /** With each of these bodies, in which $ stands for the valid one. */
    Stream<Sent> bodies(String... spoilt) {
        return Stream.of(spoilt).map(body -> sent.body(body.replace("$", sent.text())));
    }

    /** With each of these behind its path, or behind its question mark. */
    Stream<Sent> paths(String... ends) {
        return Stream.of(ends)
                .map(end -> sent.target(sent.target() + (sent.target().contains("?") ? end.replace('?', '&') : end)));
    }

    Stream<Sent> headers(String name, String... values) {
        return Stream.of(values).map(value -> sent.with(name, value));
    }

    Stream<Sent> parameters(Stream<String> names, String... values) {
        return names.flatMap(name -> Stream.of(values).map(value -> sent.parameter(name, value)));
    }

    Stream<Sent> variables(Stream<String> names, String... values) {
        return names.flatMap(name -> Stream.of(values).map(value -> with(name, value)));
    }

    /** With another value of one variable of the path. */
    Sent with(String id, String value) {
        var other = new HashMap<>(ids);
        other.put(id, value);
        return sent.target(sample.with(other).target());
    }

    /** With each of these raw JSON values in each of these members of the body. */
    Stream<Sent> members(Stream<String> names, String... values) {
        return names.flatMap(
                name -> Stream.of(values).map(value -> sent.body(body(name, "\"" + name + "\":" + value))));
    }

    /** Without each member that has to be there, and with null in its place. */
    Stream<Sent> withoutRequired() {
        return route().required()
                .flatMap(name -> Stream.of(body(name, ""), body(name, "\"" + name + "\":null")))
                .map(sent::body);
    }

    /** With each of these bytes within each text of the body. */
    Stream<Sent> bytes(byte[]... inside) {
        return route().members().entrySet().stream()
                .filter(member -> member.getValue() == String.class)
                .map(Map.Entry::getKey)
                .flatMap(name -> Stream.of(inside)
                        .map(bytes ->
                                sent.body(body(name, "\"" + name + "\":\"a" + new String(bytes, ISO_8859_1) + "b\"")
                                        .getBytes(ISO_8859_1))));
    }

    /** The valid body, in which this stands in place of the member of a name. */
    private String body(String name, String instead) {
        var rest = JsonMapper.shared().readTree(sent.text()).properties().stream()
                .filter(member -> !member.getKey().equals(name))
                .map(Valid::written);
        return Stream.concat(rest, Stream.of(instead))
                .filter(member -> !member.isEmpty())
                .collect(joining(",", "{", "}"));
    }

    private static String written(Map.Entry<String, JsonNode> member) {
        return "\"" + member.getKey() + "\":" + member.getValue();
    }
}
