package io.stageline.signal.write;

import io.stageline.write.Values;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A signal as CloudEvents 1.0 writes it in JSON (its specification and its JSON format): required are id, source, type and
 * specversion; a null is a member that is absent; what is not named there is an extension. The number of a signal is an
 * extension {@code value}, or the member {@code value} of its data.
 */
final class CloudEvent {
    static final Set<String> CONTEXT = Set.of(
            "id",
            "source",
            "type",
            "specversion",
            "subject",
            "time",
            "datacontenttype",
            "dataschema",
            "data",
            "data_base64");
    private static final String VALUE = "value";
    private static final Pattern NAME = Pattern.compile("[a-z0-9]+");
    private static final Pattern MEDIA_TYPE = Pattern.compile("[\\w!#$&^.+-]+/[\\w!#$&^.+-]+(\\s*;.*)?");
    private static final Instant EARLIEST = Instant.parse("1900-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("2200-01-01T00:00:00Z");

    private final ObjectNode event;

    private CloudEvent(ObjectNode event) {
        this.event = event;
    }

    /** The signal that the event is. */
    static Signal signal(@Nullable JsonNode json) {
        if (!(json instanceof ObjectNode event)) throw Values.invalid("", "a CloudEvent is a JSON object");
        return new CloudEvent(event).signal();
    }

    private Signal signal() {
        if (!"1.0".equals(required("specversion"))) throw Values.invalid("/specversion", "only version 1.0 is taken");
        SignalItem.checkedType(text("type"));
        var schema = text("dataschema");
        if (schema != null && !uri("/dataschema", schema).isAbsolute())
            throw Values.invalid("/dataschema", "a URI is required here");
        var contentType = text("datacontenttype");
        if (contentType != null && !MEDIA_TYPE.matcher(contentType).matches())
            throw Values.invalid("/datacontenttype", "a media type is required here");
        var source = required("source");
        uri("/source", source);
        var extensions = extensions();
        var content = new SignalContent(required("id"), text("subject"), data(), extensions);
        return new Signal(
                content.id(), source, required("type"), content.subject(), value(extensions), time(), content);
    }

    private String required(String name) {
        return Values.required("/" + name, text(name), Values.LINE);
    }

    private @Nullable String text(String name) {
        var value = event.get(name);
        if (value == null || value.isNull()) return null;
        if (!value.isString()) throw Values.invalid("/" + name, "a text is required here");
        return Values.required("/" + name, value.stringValue(), Values.LINE);
    }

    private static URI uri(String pointer, String text) {
        try {
            return new URI(text);
        } catch (URISyntaxException other) {
            throw Values.invalid(pointer, "a URI reference is required here");
        }
    }

    private @Nullable Instant time() {
        var text = text("time");
        if (text == null) return null;
        try {
            var time = OffsetDateTime.parse(text).toInstant().truncatedTo(ChronoUnit.MICROS);
            if (!time.isBefore(EARLIEST) && time.isBefore(LATEST)) return time;
        } catch (DateTimeException other) {
            throw Values.invalid("/time", "a time as RFC 3339 writes it is required here");
        }
        throw Values.invalid("/time", "a time of the years 1900 to 2199 is required here");
    }

    private @Nullable JsonNode data() {
        var data = member("data");
        var binary = member("data_base64");
        if (binary == null) return data;
        if (data != null) throw Values.invalid("/data_base64", "an event has data or data_base64, not both");
        if (!binary.isString() || !isBase64(binary.stringValue()))
            throw Values.invalid("/data_base64", "Base64 is required here");
        return binary;
    }

    private static boolean isBase64(String text) {
        try {
            Base64.getDecoder().decode(text);
            return true;
        } catch (IllegalArgumentException other) {
            return false;
        }
    }

    private @Nullable JsonNode member(String name) {
        var member = event.get(name);
        return member == null || member.isNull() ? null : member;
    }

    private @Nullable ObjectNode extensions() {
        var extensions = event.objectNode();
        for (var member : event.properties()) {
            var name = member.getKey();
            if (CONTEXT.contains(name) || member.getValue().isNull()) continue;
            if (!NAME.matcher(name).matches())
                throw Values.invalid(pointer(name), "names are of lower-case letters and digits");
            if (member.getValue().isContainer())
                throw Values.invalid(pointer(name), "an extension is a text, a number or true or false");
            extensions.set(name, member.getValue());
        }
        return extensions.isEmpty() ? null : extensions;
    }

    private static String pointer(String name) {
        return "/" + name.replace("~", "~0").replace("/", "~1");
    }

    private @Nullable Double value(@Nullable ObjectNode extensions) {
        var extension = extensions == null ? null : extensions.get(VALUE);
        var inData = event.path("data").get(VALUE);
        if (extension != null) return number(extension);
        return inData != null && inData.isNumber() ? finite("/data/value", inData.doubleValue()) : null;
    }

    private static Double number(JsonNode value) {
        if (value.isNumber()) return finite("/value", value.doubleValue());
        try {
            if (value.isString()) return finite("/value", Double.parseDouble(value.stringValue()));
        } catch (NumberFormatException other) {
            throw Values.invalid("/value", "a number is required here");
        }
        throw Values.invalid("/value", "a number is required here");
    }

    private static Double finite(String pointer, double value) {
        SignalItem.checkedValue(pointer, value);
        return value;
    }
}
