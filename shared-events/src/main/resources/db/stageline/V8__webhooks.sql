-- Webhooks: the endpoints as the log says, the queue of their messages, and every attempt.
-- The feed alone writes endpoints and new messages, in one transaction with its position, so that each is there exactly once.

-- How far the feed of a log has come; its row lock makes it one at a time.
CREATE TABLE webhook_feed (
    log_id   smallint PRIMARY KEY,
    position bigint   NOT NULL
) WITH (fillfactor = 10);

-- The fold of an endpoint's events. URL, headers and secrets are sealed; the origin of the URL is for people.
CREATE TABLE webhook_endpoint (
    tenant_id       uuid        NOT NULL,
    endpoint_id     uuid        NOT NULL,
    log_id          smallint    NOT NULL,
    name            text        NOT NULL,
    origin          text        NOT NULL,
    url             text        NOT NULL,
    headers         text,
    secret          text        NOT NULL,
    previous_secret text,
    previous_until  timestamptz,
    event_types     text[]      NOT NULL,
    timeout_seconds integer     NOT NULL,
    per_second      integer,
    retry_seconds   integer[]   NOT NULL,
    state           text        NOT NULL CHECK (state IN ('active', 'paused', 'disabled')),
    disabled_because text,
    last_sequence   bigint      NOT NULL,
    removed_to      bigint      NOT NULL DEFAULT 0, -- after this number every message is kept; owned by those who remove
    version         bigint      NOT NULL,
    created_at      timestamptz NOT NULL,
    changed_at      timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, endpoint_id)
) WITH (fillfactor = 50);
-- Before there are endpoints there is nothing to be told.
INSERT INTO webhook_feed SELECT log_id, position FROM log_head;

CREATE INDEX webhook_endpoint_by_log ON webhook_endpoint (log_id, tenant_id, endpoint_id);

-- Since when an endpoint has failed without one success; owned by those who deliver.
CREATE TABLE webhook_health (
    tenant_id     uuid        NOT NULL,
    endpoint_id   uuid        NOT NULL,
    failing_since timestamptz,
    PRIMARY KEY (tenant_id, endpoint_id)
) WITH (fillfactor = 50);

-- A message to an endpoint, at a sequence number without gaps; its id derives from event and endpoint.
CREATE TABLE webhook_message (
    tenant_id   uuid        NOT NULL,
    endpoint_id uuid        NOT NULL,
    sequence    bigint      NOT NULL,
    message_id  uuid        NOT NULL,
    event_id    uuid        NOT NULL,
    type        text        NOT NULL,
    subject     uuid        NOT NULL, -- messages about one subject are sent in order
    alert_id    uuid,                 -- the alert that it tells of, if it does
    position    bigint      NOT NULL,
    body        text        NOT NULL,
    created_at  timestamptz NOT NULL,
    state       text        NOT NULL CHECK (state IN ('pending', 'delivered', 'failed')),
    attempts    integer     NOT NULL,
    tries       integer     NOT NULL, -- attempts since it was last put into the queue
    last_status integer,
    last_error  text,
    finished_at timestamptz,
    PRIMARY KEY (tenant_id, endpoint_id, sequence)
) WITH (fillfactor = 80);
CREATE UNIQUE INDEX webhook_message_by_id ON webhook_message (tenant_id, message_id);
CREATE INDEX webhook_message_by_position ON webhook_message (tenant_id, position DESC, message_id DESC);
CREATE INDEX webhook_message_by_event ON webhook_message (tenant_id, event_id);
CREATE INDEX webhook_message_by_alert ON webhook_message (tenant_id, alert_id) WHERE alert_id IS NOT NULL;
CREATE INDEX webhook_message_pending ON webhook_message (tenant_id, endpoint_id, subject, sequence) INCLUDE (created_at)
    WHERE state = 'pending';
CREATE INDEX webhook_message_failed ON webhook_message (tenant_id, endpoint_id, sequence) WHERE state = 'failed';
CREATE INDEX webhook_message_delivered ON webhook_message (tenant_id, endpoint_id, finished_at) WHERE state = 'delivered';

-- The pending messages of an endpoint about one subject: the first of them is to be sent when the lane is due.
CREATE TABLE webhook_lane (
    tenant_id   uuid        NOT NULL,
    endpoint_id uuid        NOT NULL,
    subject     uuid        NOT NULL,
    due_at      timestamptz NOT NULL, -- of a lane that somebody works on: when he is taken for dead
    PRIMARY KEY (tenant_id, endpoint_id, subject)
) WITH (fillfactor = 50);
CREATE INDEX webhook_lane_due ON webhook_lane (tenant_id, endpoint_id, due_at);
CREATE INDEX webhook_lane_by_time ON webhook_lane (due_at);

-- Every attempt, with what the receiver answered, cut to 1,000 characters.
CREATE TABLE webhook_attempt (
    tenant_id      uuid        NOT NULL,
    endpoint_id    uuid        NOT NULL,
    sequence       bigint      NOT NULL,
    attempt        integer     NOT NULL,
    at             timestamptz NOT NULL,
    latency_millis integer     NOT NULL,
    status         integer,
    error          text,
    response       text,
    PRIMARY KEY (tenant_id, endpoint_id, sequence, attempt)
);

-- Events of which nobody could be told yet, because they could not be read: they are told as soon as they can be.
CREATE TABLE webhook_untold (
    tenant_id uuid     NOT NULL,
    log_id    smallint NOT NULL,
    position  bigint   NOT NULL,
    event_id  uuid     NOT NULL,
    reason    text     NOT NULL,
    PRIMARY KEY (tenant_id, log_id, position)
);

DO
$$
DECLARE
    t text;
BEGIN
    FOREACH t IN ARRAY ARRAY ['webhook_endpoint', 'webhook_health', 'webhook_message', 'webhook_lane', 'webhook_attempt', 'webhook_untold'] LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t);
        EXECUTE format('CREATE POLICY inside ON %I TO stageline_owner, stageline_write USING (true) WITH CHECK (true)', t);
        EXECUTE format('CREATE POLICY of_tenant ON %I FOR SELECT TO stageline_query USING (tenant_id = current_tenant())', t);
    END LOOP;
END
$$;

GRANT SELECT, INSERT, UPDATE ON webhook_feed TO stageline_write;
GRANT SELECT, INSERT, UPDATE, DELETE
    ON webhook_endpoint, webhook_health, webhook_message, webhook_lane, webhook_attempt, webhook_untold TO stageline_write;
GRANT SELECT ON webhook_feed, webhook_health, webhook_message, webhook_attempt TO stageline_query;
GRANT SELECT (tenant_id, endpoint_id, name, origin, event_types, timeout_seconds, per_second, retry_seconds, state,
              disabled_because, last_sequence, removed_to, version, created_at, changed_at)
    ON webhook_endpoint TO stageline_query;
