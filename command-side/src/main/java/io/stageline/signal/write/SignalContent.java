package io.stageline.signal.write;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What of a signal may be personal, and is sealed: the sender's id, the subject's name, the data, and what CloudEvents add to it. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record SignalContent(
        String id,
        @Nullable String subject,
        @Nullable JsonNode data,
        @Nullable JsonNode extensions) {}
