package io.stageline.signal.write;

import io.stageline.http.JsonRefusals;
import io.stageline.refusal.Code;
import io.stageline.refusal.Refusal;
import io.stageline.refusal.Refused;
import io.stageline.signal.write.Spans.Span;
import io.stageline.write.Values;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.json.JsonMapper;

/** The forms in which signals come: a JSON array, NDJSON, a CloudEvent, or a JSON array of CloudEvents. */
@Component
class SignalForm {
    static final String CLOUD_EVENT = "application/cloudevents+json";
    static final String CLOUD_EVENTS = "application/cloudevents-batch+json";

    private final ObjectReader plain;
    private final ObjectReader tree;

    SignalForm(JsonMapper json) {
        plain = json.readerFor(SignalItem.class).with(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);
        tree = json.readerFor(JsonNode.class).with(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);
    }

    /** One item as it was sent: a signal, or why it is none, with its id as far as that can be read. */
    record Item(
            byte[] body,
            Span span,
            @Nullable String id,
            @Nullable Signal signal,
            @Nullable Refusal refusal) {

        /** The item alone, without its neighbours in the body. */
        byte[] sent() {
            return Arrays.copyOfRange(body, span.from(), span.from() + span.length());
        }
    }

    /** The items of a body, in order; a source that is not named is this one. */
    List<Item> read(byte[] body, @Nullable MediaType form, String sender) {
        var type = form == null ? "" : form.getType() + "/" + form.getSubtype();
        return switch (type) {
            case CLOUD_EVENT -> items(body, Spans.one(body), true, sender);
            case CLOUD_EVENTS -> items(body, Spans.elements(body), true, sender);
            case MediaType.APPLICATION_NDJSON_VALUE -> items(body, Spans.lines(body), false, sender);
            default -> items(body, Spans.elements(body), false, sender);
        };
    }

    /** An item that was sent before, alone; what says so by its specversion is a CloudEvent. */
    Item again(byte[] sent, String sender) {
        var span = Spans.one(sent).get(0);
        return item(sent, span, member(sent, span, "specversion") != null, sender);
    }

    private List<Item> items(byte[] body, List<Span> spans, boolean cloudEvents, String sender) {
        return spans.stream().map(span -> item(body, span, cloudEvents, sender)).toList();
    }

    private Item item(byte[] body, Span span, boolean cloudEvents, String sender) {
        try {
            var signal = cloudEvents
                    ? CloudEvent.signal(node(body, span))
                    : plain(body, span).signal(sender);
            return new Item(body, span, signal.id(), signal, null);
        } catch (Refused refused) {
            return refused(body, span, refused.refusal());
        } catch (JacksonException malformed) {
            return refused(body, span, JsonRefusals.of(malformed));
        } catch (ArithmeticException | NumberFormatException tooLarge) {
            return refused(body, span, Code.INVALID.because("a number is too large"));
        }
    }

    private SignalItem plain(byte[] body, Span span) {
        @Nullable SignalItem item = plain.readValue(body, span.from(), span.length());
        if (item == null) throw Values.invalid("", "a signal is required here");
        return item;
    }

    private @Nullable JsonNode node(byte[] body, Span span) {
        return tree.readValue(body, span.from(), span.length());
    }

    private Item refused(byte[] body, Span span, Refusal refusal) {
        return new Item(body, span, id(body, span), null, refusal);
    }

    private @Nullable String id(byte[] body, Span span) {
        var id = member(body, span, "id");
        return id != null && id.isString() && id.stringValue().length() <= Values.LINE ? id.stringValue() : null;
    }

    private @Nullable JsonNode member(byte[] body, Span span, String name) {
        try {
            var node = node(body, span);
            return node == null ? null : node.get(name);
        } catch (JacksonException | Refused | ArithmeticException | NumberFormatException unreadable) {
            return null; // the refusal says already what is wrong
        }
    }
}
