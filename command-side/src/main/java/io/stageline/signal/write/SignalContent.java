package io.stageline.signal.write;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.stageline.write.Values;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What of a signal may be personal, and is sealed: the sender's id, the subject's name, the data, and what CloudEvents add to it. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record SignalContent(
        String id,
        @Nullable String subject,
        @Nullable JsonNode data,
        @Nullable JsonNode extensions) {
    public SignalContent {
        if (data != null) mustBeText("/data", data);
        if (extensions != null) mustBeText("", extensions);
    }

    private static void mustBeText(String pointer, JsonNode node) {
        if (node.isString()) mustBeText(pointer, node.stringValue());
        for (var i = 0; node.isArray() && i < node.size(); i++) mustBeText(pointer + "/" + i, node.get(i));
        for (var member : node.properties()) {
            mustBeText(pointer, member.getKey());
            mustBeText(pointer + "/" + member.getKey().replace("~", "~0").replace("/", "~1"), member.getValue());
        }
    }

    /** It can be written as UTF-8 and kept by PostgreSQL. */
    private static void mustBeText(String pointer, String text) {
        if (text.indexOf('\0') >= 0) throw Values.invalid(pointer, "a text cannot hold the character U+0000");
        if (text.codePoints().anyMatch(point -> point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE))
            throw Values.invalid(pointer, "the text holds half of a character");
    }
}
