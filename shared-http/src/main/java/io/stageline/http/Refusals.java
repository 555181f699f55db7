package io.stageline.http;

import static io.stageline.refusal.Code.BAD_REQUEST;
import static io.stageline.refusal.Code.INTERNAL;
import static io.stageline.refusal.Code.INVALID_PARAMETER;
import static io.stageline.refusal.Code.MALFORMED_JSON;
import static io.stageline.refusal.Code.METHOD_NOT_ALLOWED;
import static io.stageline.refusal.Code.NOT_ACCEPTABLE;
import static io.stageline.refusal.Code.NOT_FOUND;
import static io.stageline.refusal.Code.TOO_LARGE;
import static io.stageline.refusal.Code.UNSUPPORTED_MEDIA_TYPE;

import io.stageline.refusal.Refusal;
import io.stageline.refusal.Refused;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.server.ServerWebInputException;
import tools.jackson.core.JacksonException;

/** The one refusal that stands for any failure of a request. */
public final class Refusals {
    private Refusals() {}

    /** What a caller is told about this failure; never more than it may know. */
    public static Refusal of(Throwable error) {
        for (Throwable cause = error; cause != null; cause = cause.getCause()) {
            var refusal = known(cause);
            if (refusal != null) return refusal;
        }
        if (error instanceof ServerWebInputException input) return input(input);
        return error instanceof ResponseStatusException status
                ? status(status)
                : INTERNAL.because("Something went wrong here, not with the request.");
    }

    private static @Nullable Refusal known(Throwable cause) {
        if (cause instanceof Refused refused) return refused.refusal();
        if (cause instanceof JacksonException json) return JsonRefusals.of(json);
        if (cause instanceof DataBufferLimitException)
            return TOO_LARGE.because("The body is larger than is taken here.");
        if (cause instanceof InvalidMediaTypeException)
            return UNSUPPORTED_MEDIA_TYPE.because("The header Content-Type does not name a media type.");
        return Unavailable.refusal(cause);
    }

    private static Refusal input(ServerWebInputException error) {
        var parameter = error.getMethodParameter();
        if (parameter == null) return BAD_REQUEST.because("The request cannot be read.");
        if (parameter.hasParameterAnnotation(PathVariable.class))
            return NOT_FOUND.because("There is nothing at this address.");
        if (parameter.hasParameterAnnotation(RequestBody.class))
            return MALFORMED_JSON.because("A JSON body is required.");
        return parameter(name(parameter), parameter.getParameterType());
    }

    private static Refusal parameter(String name, Class<?> type) {
        var refusal = INVALID_PARAMETER
                .because("The parameter '" + name + "' does not have a value that is valid here.")
                .with("parameter", name);
        return type.isEnum()
                ? refusal.with(
                        "known",
                        Stream.of(type.getEnumConstants()).map(String::valueOf).toList())
                : refusal;
    }

    private static Refusal status(ResponseStatusException error) {
        return switch (error.getStatusCode().value()) {
            case 404 -> NOT_FOUND.because("There is nothing at this address.");
            case 405 ->
                METHOD_NOT_ALLOWED.because(
                        "This address does not take this method; the header Allow names those it takes.");
            case 406 ->
                NOT_ACCEPTABLE.because(
                        "None of the media types in the header Accept is offered here; answers are UTF-8.");
            case 413 -> TOO_LARGE.because("The body is larger than is taken here.");
            case 415 ->
                UNSUPPORTED_MEDIA_TYPE.because(
                        "The body's media type or charset is not taken here; the header Accept names those that are.");
            default ->
                error.getStatusCode().is4xxClientError()
                        ? BAD_REQUEST.because("The request cannot be read.")
                        : INTERNAL.because("Something went wrong here, not with the request.");
        };
    }

    private static String name(MethodParameter parameter) {
        var annotation = parameter.getParameterAnnotation(RequestParam.class);
        if (annotation != null && !annotation.name().isEmpty()) return annotation.name();
        return String.valueOf(parameter.getParameter().getName());
    }
}
