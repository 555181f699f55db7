package io.stageline.http;

import static io.stageline.refusal.Code.INVALID;
import static io.stageline.refusal.Code.MALFORMED_JSON;
import static io.stageline.refusal.Code.UNKNOWN_PROPERTY;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.stageline.refusal.Refusal;
import io.stageline.refusal.Refused;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.databind.exc.InvalidFormatException;
import tools.jackson.databind.exc.InvalidNullException;
import tools.jackson.databind.exc.InvalidTypeIdException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;

/** What is wrong with a JSON text, in words of our own: Jackson's messages name classes and quote the input. */
public final class JsonRefusals {
    private JsonRefusals() {}

    /** The refusal of a text that Jackson could not read; one that a record itself threw keeps its code and gets the path in front. */
    public static Refusal of(JacksonException error) {
        var refused = refusedIn(error);
        var pointer = pointer(error);
        if (refused != null) return refused.refusal().below(pointer);
        if (error instanceof StreamConstraintsException)
            return MALFORMED_JSON.because(
                    "The JSON is nested too deeply, or a name, text or number in it is too long.");
        if (error instanceof InvalidTypeIdException kind) return kind(kind, pointer);
        if (error instanceof StreamReadException || isNotOne(error))
            return MALFORMED_JSON.because("The body is not one well-formed JSON document without repeated names.");
        return shape(error).at(pointer);
    }

    /** One of several shapes that a property tells apart, and it tells of none of them. */
    private static Refusal kind(InvalidTypeIdException error, String pointer) {
        var shapes = error.getBaseType().getRawClass();
        var property = shapes.getAnnotation(JsonTypeInfo.class);
        var known = shapes.getAnnotation(JsonSubTypes.class);
        if (property == null || known == null) return shape(error).at(pointer);
        return INVALID.because("This value must be one of the declared words.")
                .with(
                        "known",
                        Arrays.stream(known.value())
                                .map(JsonSubTypes.Type::name)
                                .toList())
                .at(pointer + "/" + property.property());
    }

    private static Refusal shape(JacksonException error) {
        if (error instanceof UnrecognizedPropertyException unknown) {
            var known = unknown.getKnownPropertyIds();
            return UNKNOWN_PROPERTY
                    .because("This property is not known here.")
                    .with(
                            "known",
                            known == null
                                    ? List.of()
                                    : known.stream()
                                            .map(String::valueOf)
                                            .sorted()
                                            .toList());
        }
        if (error instanceof InvalidNullException) return INVALID.because("This value is required.");
        if (error instanceof InvalidFormatException format
                && format.getTargetType().isEnum())
            return INVALID.because("This value must be one of the declared words.")
                    .with(
                            "known",
                            Arrays.stream(format.getTargetType().getEnumConstants())
                                    .map(String::valueOf)
                                    .toList());
        return INVALID.because("This value does not have the declared type, or is required.");
    }

    /** Jackson has no type of its own for a second document behind the first, nor for none at all. */
    private static boolean isNotOne(JacksonException error) {
        var message = error.getOriginalMessage();
        return error.getPath().isEmpty()
                && (message.startsWith("Trailing token") || message.startsWith("No content to map"));
    }

    private static @Nullable Refused refusedIn(Throwable error) {
        for (Throwable cause = error; cause != null; cause = cause.getCause())
            if (cause instanceof Refused refused) return refused;
        return null;
    }

    private static String pointer(JacksonException error) {
        return error.getPath().stream().map(JsonRefusals::step).collect(Collectors.joining());
    }

    private static String step(JacksonException.Reference step) {
        var name = step.getPropertyName();
        return "/"
                + (name == null
                        ? String.valueOf(step.getIndex())
                        : name.replace("~", "~0").replace("/", "~1"));
    }
}
