package io.stageline.refusal;

import java.util.Locale;
import java.util.Map;

/** Every reason to refuse a request, each with its one HTTP status; the name on the wire is the kebab-case name. */
public enum Code {
    MALFORMED_JSON(400),
    UNKNOWN_PROPERTY(400),
    UNKNOWN_PARAMETER(400),
    INVALID_PARAMETER(400),
    INVALID_CURSOR(400),
    PRECONDITION_MALFORMED(400),
    IDEMPOTENCY_KEY_MALFORMED(400),
    BAD_REQUEST(400),
    UNAUTHENTICATED(401),
    FORBIDDEN(403),
    NOT_FOUND(404),
    UNKNOWN_JOURNAL(404),
    UNKNOWN_CONTACT(404),
    UNKNOWN_ENTRY(404),
    UNKNOWN_EVENT(404),
    UNKNOWN_DECISION(404),
    UNKNOWN_KEY(404),
    UNKNOWN_RULE(404),
    UNKNOWN_SILENCE(404),
    UNKNOWN_ALERT(404),
    UNKNOWN_PROJECTION(404),
    UNKNOWN_GENERATION(404),
    UNKNOWN_JOB(404),
    UNKNOWN_LETTER(404),
    UNKNOWN_SIGNAL(404),
    UNKNOWN_ENDPOINT(404),
    UNKNOWN_DELIVERY(404),
    METHOD_NOT_ALLOWED(405),
    NOT_ACCEPTABLE(406),
    JOURNAL_ARCHIVED(409),
    STAGE_OF_A_DECISION(409),
    ALERT_RESOLVED(409),
    TOO_MANY_RULES(409),
    TOO_MANY_ENDPOINTS(409),
    SECRET_ROTATING(409),
    VERSION_CONFLICT(409),
    IDEMPOTENCY_IN_FLIGHT(409),
    REPLAY_RUNNING(409),
    GENERATION_STATE(409),
    NOT_PROVEN(409),
    CONTACT_ERASED(410),
    RULE_DELETED(410),
    MESSAGES_REMOVED(410),
    PRECONDITION_FAILED(412),
    TOO_LARGE(413),
    UNSUPPORTED_MEDIA_TYPE(415),
    INVALID(422),
    UNSAFE_URL(422),
    UNKNOWN_STAGE(422),
    UNKNOWN_STATUS(422),
    STAGE_REQUIRED(422),
    STAGES_ARE_NEVER_REMOVED(422),
    STATUSES_ARE_NEVER_REMOVED(422),
    IDEMPOTENCY_KEY_REUSED(422),
    PRECONDITION_REQUIRED(428),
    TOO_MANY_REQUESTS(429),
    INTERNAL(500),
    OVERLOADED(503),
    DRAINING(503),
    PROJECTION_BEHIND(503),
    LOG_UNAVAILABLE(503),
    HISTORY_UNREADABLE(503);

    private final int status;
    private final String wire = name().toLowerCase(Locale.ROOT).replace('_', '-');

    Code(int status) {
        this.status = status;
    }

    public int status() {
        return status;
    }

    /** The name on the wire, such as {@code unknown-journal}. */
    public String wire() {
        return wire;
    }

    /** Whether the same request may succeed if it is simply sent again a little later. */
    public boolean passes() {
        return status == 503 || this == TOO_MANY_REQUESTS;
    }

    /** Whether the same request is refused for as long as nothing else changes: only then may its key remember the refusal. */
    public boolean lasts() {
        return status >= 400
                && status < 500
                && this != TOO_MANY_REQUESTS
                && this != VERSION_CONFLICT
                && this != PRECONDITION_REQUIRED
                && this != IDEMPOTENCY_IN_FLIGHT
                && this != REPLAY_RUNNING;
    }

    /** The refusal with this code. */
    public Refusal because(String because) {
        return new Refusal(this, because, null, Map.of());
    }
}
