-- Signals: facts that are appended once, however often they are sent. Alerts: what the evaluation of rules knows between two events.

-- Appends events that each begin a stream; whichever stream has begun already is passed by. All streams of a call differ.
-- Arrays named r_ have one element a request, arrays named e_ one an event; e_request counts requests from 1.
-- Known are the positions at which the streams began before, NULL for those that begin now: they get the next positions in order.
CREATE FUNCTION append_firsts(
    p_log smallint, p_recorded_at timestamptz,
    r_tenant uuid[], r_actor uuid[], r_causation uuid[], r_correlation uuid[],
    e_request int[], e_stream uuid[], e_id uuid[], e_type text[], e_payload text[],
    OUT first_position bigint, OUT known bigint[])
    LANGUAGE plpgsql AS
$$
DECLARE
    head  bigint;
    added bigint;
BEGIN
    SELECT h.position INTO STRICT head FROM log_head h WHERE h.log_id = p_log FOR UPDATE;
    first_position := head + 1;

    SELECT array_agg((SELECT b.position
                        FROM event b
                       WHERE b.log_id = p_log AND b.tenant_id = r_tenant[e.request] AND b.stream_id = e.stream AND b.version = 1)
                     ORDER BY e.n)
      INTO known
      FROM unnest(e_request, e_stream) WITH ORDINALITY AS e(request, stream, n);

    INSERT INTO event (log_id, position, tenant_id, stream_id, version, event_id, type, payload,
                       actor_id, causation_id, correlation_id, recorded_at, digest)
    SELECT p_log, head + row_number() OVER (ORDER BY e.n), r_tenant[e.request], e.stream, 1,
           e.id, e.type, e.payload, r_actor[e.request], r_causation[e.request], r_correlation[e.request], p_recorded_at,
           md5(concat_ws(' ', e.stream, 1, e.type, e.payload))::uuid
      FROM unnest(e_request, e_stream, e_id, e_type, e_payload::jsonb[], known)
           WITH ORDINALITY AS e(request, stream, id, type, payload, known, n)
     WHERE e.known IS NULL;
    GET DIAGNOSTICS added = ROW_COUNT;

    UPDATE log_head h SET position = head + added WHERE h.log_id = p_log AND added > 0;
END
$$;

-- What was refused, for inspection: as it was sent, sealed under the tenant's key. The same again only counts.
CREATE TABLE refused_signal (
    tenant_id  uuid        NOT NULL,
    refused_id uuid        NOT NULL,
    key_id     uuid        NOT NULL,
    code       text        NOT NULL,
    pointer    text,
    sealed     bytea       NOT NULL,
    first_at   timestamptz NOT NULL,
    last_at    timestamptz NOT NULL,
    times      bigint      NOT NULL,
    PRIMARY KEY (tenant_id, refused_id)
);
CREATE INDEX refused_signal_by_age ON refused_signal (tenant_id, last_at, refused_id);

-- How often each reason was given, since ever.
CREATE TABLE refused_count (
    tenant_id uuid   NOT NULL,
    code      text   NOT NULL,
    times     bigint NOT NULL,
    PRIMARY KEY (tenant_id, code)
);

DO
$$
DECLARE
    t text;
BEGIN
    FOREACH t IN ARRAY ARRAY ['refused_signal', 'refused_count'] LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t);
        EXECUTE format('CREATE POLICY inside ON %I TO stageline_owner, stageline_write USING (true) WITH CHECK (true)', t);
        EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO stageline_write', t);
    END LOOP;
END
$$;
REVOKE ALL ON FUNCTION append_firsts FROM PUBLIC;
GRANT EXECUTE ON FUNCTION append_firsts TO stageline_write;

-- How far the evaluation of rules has come in each log. Whoever holds the lock of the row evaluates; what it finds commits with it.
CREATE TABLE alert_follower (
    log_id   smallint PRIMARY KEY,
    position bigint   NOT NULL,
    rules_at bigint   NOT NULL -- the position of the last event that changed a rule or a silence
) WITH (fillfactor = 50);
INSERT INTO alert_follower SELECT log_id, position, 0 FROM log_head; -- there were no rules before

-- The rules in force, as of the follower's position.
CREATE TABLE watched_rule (
    tenant_id uuid    NOT NULL,
    rule_id   uuid    NOT NULL,
    since     bigint  NOT NULL, -- the position from which on it watches for the same
    enabled   boolean NOT NULL,
    saved     jsonb   NOT NULL,
    PRIMARY KEY (tenant_id, rule_id)
);

CREATE INDEX watched_rule_by_type ON watched_rule (tenant_id, (saved #>> '{rule,condition,of,type}'));

-- What is not sent, and until when: of a rule, or of one fingerprint of it.
CREATE TABLE alert_silence (
    tenant_id   uuid        NOT NULL,
    silence_id  uuid        NOT NULL,
    rule_id     uuid        NOT NULL,
    fingerprint uuid,
    until       timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, silence_id)
);

-- What a rule knows of one fingerprint, and when it must be looked at again though nothing happens.
CREATE TABLE watch (
    tenant_id   uuid   NOT NULL,
    rule_id     uuid   NOT NULL,
    fingerprint uuid   NOT NULL,
    state       jsonb  NOT NULL,
    due_at      timestamptz,
    PRIMARY KEY (tenant_id, rule_id, fingerprint)
) WITH (fillfactor = 70);
CREATE INDEX watch_by_due ON watch (due_at, tenant_id) WHERE due_at IS NOT NULL;

-- What time it is for a tenant with rules: the latest time at which an event of it was recorded.
CREATE TABLE alert_clock (
    tenant_id uuid        PRIMARY KEY,
    now       timestamptz NOT NULL
) WITH (fillfactor = 50);

-- What the evaluation came to and the alerts have not been told yet.
CREATE TABLE alert_intent (
    tenant_id uuid     NOT NULL,
    log_id    smallint NOT NULL,
    position  bigint   NOT NULL,
    n         int      NOT NULL,
    intent    jsonb    NOT NULL,
    PRIMARY KEY (log_id, position, n)
);

DO
$$
DECLARE
    t text;
BEGIN
    FOREACH t IN ARRAY ARRAY ['watched_rule', 'alert_silence', 'watch', 'alert_clock', 'alert_intent'] LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t);
        EXECUTE format('CREATE POLICY inside ON %I TO stageline_owner, stageline_write USING (true) WITH CHECK (true)', t);
        EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO stageline_write', t);
    END LOOP;
END
$$;
GRANT SELECT, INSERT, UPDATE ON alert_follower TO stageline_write;
