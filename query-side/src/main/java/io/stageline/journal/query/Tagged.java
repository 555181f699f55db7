package io.stageline.journal.query;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;

/** An answer and the tag by which its reader may ask whether it is still the same. */
record Tagged<T>(T answer, @Nullable String tag) {

    /** The answer, to be kept by its reader alone for so long, and then asked for again by its tag. */
    static <T> ResponseEntity<T> keptFor(Duration time, ResponseEntity<Tagged<T>> tagged) {
        var body = tagged.getBody();
        if (body == null) throw new IllegalStateException("an answer without a body");
        var response = ResponseEntity.status(tagged.getStatusCode())
                .headers(tagged.getHeaders())
                .cacheControl(CacheControl.maxAge(time).cachePrivate())
                .varyBy(HttpHeaders.AUTHORIZATION);
        return (body.tag() == null ? response : response.eTag(body.tag())).body(body.answer());
    }
}
