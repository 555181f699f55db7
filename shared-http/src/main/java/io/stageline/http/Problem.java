package io.stageline.http;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import io.stageline.refusal.Refusal;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A refusal as RFC 9457 writes it. */
public record Problem(
        String type,
        String title,
        int status,
        String detail,
        @Nullable String instance,
        String code,
        List<Error> errors,
        @JsonAnyGetter Map<String, Object> extra) {
    private static final String TYPES = "https://stageline.io/problems/";

    /** One thing that is wrong, and where (RFC 6901) in the body. */
    public record Error(String pointer, String code, String detail) {}

    static Problem of(Refusal refusal, String path) {
        var code = refusal.code().wire();
        var pointer = refusal.pointer();
        var errors = pointer == null ? List.<Error>of() : List.of(new Error(pointer, code, refusal.because()));
        return new Problem(
                TYPES + code,
                title(code),
                refusal.code().status(),
                refusal.because(),
                path,
                code,
                errors,
                refusal.extra());
    }

    private static String title(String code) {
        return Character.toUpperCase(code.charAt(0)) + code.substring(1).replace('-', ' ');
    }
}
