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
