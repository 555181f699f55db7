-- The event log and what must commit with it. Everything here belongs to stageline_owner.

CREATE FUNCTION current_tenant() RETURNS uuid
    LANGUAGE sql STABLE PARALLEL SAFE
    RETURN nullif(current_setting('app.tenant', true), '')::uuid;

-- One row: what tells whether a process holds the master key that this database was set up under.
CREATE TABLE installation (
    one              boolean PRIMARY KEY CHECK (one),
    master_key_check text    NOT NULL
);

-- A customer; all its events live in one log.
CREATE TABLE tenant (
    tenant_id  uuid        PRIMARY KEY,
    log_id     smallint    NOT NULL,
    name       text        NOT NULL UNIQUE,
    created_at timestamptz NOT NULL
);

-- A key of one tenant; the secret itself is never stored.
CREATE TABLE api_key (
    tenant_id   uuid        NOT NULL REFERENCES tenant,
    key_id      uuid        NOT NULL,
    name        text        NOT NULL,
    secret_hash bytea       NOT NULL,
    scopes      text[]      NOT NULL,
    created_at  timestamptz NOT NULL,
    revoked_at  timestamptz,
    PRIMARY KEY (tenant_id, key_id)
);
CREATE UNIQUE INDEX api_key_by_id ON api_key (key_id);

-- One row a log: the position of its last event. Its row lock puts the group commits of all processes in order.
CREATE TABLE log_head (
    log_id   smallint PRIMARY KEY,
    position bigint   NOT NULL
) WITH (fillfactor = 10);
INSERT INTO log_head VALUES (0, 0);

-- Every event for ever, at dense positions in commit order.
CREATE TABLE event (
    log_id         smallint    NOT NULL,
    position       bigint      NOT NULL,
    tenant_id      uuid        NOT NULL,
    stream_id      uuid        NOT NULL,
    version        bigint      NOT NULL,
    event_id       uuid        NOT NULL,
    type           text        NOT NULL,
    payload        jsonb       NOT NULL,
    actor_id       uuid        NOT NULL,
    causation_id   uuid        NOT NULL,
    correlation_id uuid        NOT NULL,
    recorded_at    timestamptz NOT NULL,
    PRIMARY KEY (log_id, position)
);
CREATE UNIQUE INDEX event_by_stream ON event (log_id, tenant_id, stream_id, version);

-- The stored answer to a request, so that its repetition is answered alike and changes nothing.
CREATE TABLE idempotency (
    tenant_id   uuid        NOT NULL,
    key         text        NOT NULL,
    fingerprint bytea       NOT NULL,
    status      smallint    NOT NULL,
    answer      text        NOT NULL,
    position    bigint,
    recorded_at timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, key)
);
CREATE INDEX idempotency_by_age ON idempotency (recorded_at);

-- The data key of a contact, wrapped by the master key; destroyed with the contact.
CREATE TABLE contact_key (
    tenant_id  uuid  NOT NULL,
    contact_id uuid  NOT NULL,
    wrapped    bytea NOT NULL,
    PRIMARY KEY (tenant_id, contact_id)
);

-- How far each projection has come (written by its processor, in the transaction of its rows).
CREATE TABLE token_entry (
    processor_name text    NOT NULL,
    segment        integer NOT NULL,
    token          bytea,
    token_type     text,
    timestamp      text,
    owner          text,
    mask           integer,
    PRIMARY KEY (processor_name, segment)
) WITH (fillfactor = 50);

CREATE VIEW projection_position AS
SELECT processor_name AS projection,
       min(coalesce((convert_from(token, 'UTF8')::jsonb ->> 'globalIndex')::bigint, 0)) AS position
  FROM token_entry
 WHERE segment >= 0
 GROUP BY processor_name;

-- Appends what queued during the last commit: one call, one commit, a verdict per request.
-- A request loses when its stream has moved on or its idempotency key is taken; nobody else is touched by that.
-- Arrays named r_ have one element a request, arrays named e_ one an event; e_request counts requests from 1.
CREATE FUNCTION append(
    p_log smallint, p_recorded_at timestamptz,
    r_tenant uuid[], r_stream uuid[], r_expected bigint[],
    r_key text[], r_fingerprint bytea[], r_status smallint[], r_answer text[],
    r_contact uuid[], r_wrapped bytea[],
    e_request int[], e_version bigint[], e_id uuid[], e_type text[], e_payload text[],
    e_actor uuid[], e_causation uuid[], e_correlation uuid[],
    OUT first_position bigint, OUT losers int[])
    LANGUAGE plpgsql AS
$$
DECLARE
    head  bigint;
    added bigint;
BEGIN
    SELECT h.position INTO STRICT head FROM log_head h WHERE h.log_id = p_log FOR UPDATE;
    first_position := head + 1;

    SELECT coalesce(array_agg(r.request::int), '{}') INTO losers
      FROM unnest(r_tenant, r_stream, r_expected, r_key) WITH ORDINALITY AS r(tenant, stream, expected, key, request)
     WHERE r.stream IS NOT NULL
       AND r.expected <> coalesce((SELECT e.version
                                     FROM event e
                                    WHERE e.log_id = p_log AND e.tenant_id = r.tenant AND e.stream_id = r.stream
                                    ORDER BY e.version DESC
                                    LIMIT 1), 0)
        OR r.key IS NOT NULL
       AND EXISTS (SELECT FROM idempotency i WHERE i.tenant_id = r.tenant AND i.key = r.key);

    INSERT INTO event (log_id, position, tenant_id, stream_id, version, event_id, type, payload,
                       actor_id, causation_id, correlation_id, recorded_at)
    SELECT p_log, head + row_number() OVER (ORDER BY e.n), r_tenant[e.request], r_stream[e.request], e.version,
           e.id, e.type, e.payload::jsonb, e.actor, e.causation, e.correlation, p_recorded_at
      FROM unnest(e_request, e_version, e_id, e_type, e_payload, e_actor, e_causation, e_correlation)
           WITH ORDINALITY AS e(request, version, id, type, payload, actor, causation, correlation, n)
     WHERE NOT e.request = ANY (losers);
    GET DIAGNOSTICS added = ROW_COUNT;

    UPDATE log_head h SET position = head + added WHERE h.log_id = p_log AND added > 0;

    IF array_length(array_remove(r_key, NULL), 1) > 0 THEN
        INSERT INTO idempotency (tenant_id, key, fingerprint, status, answer, position, recorded_at)
        SELECT r.tenant, r.key, r.fingerprint, r.status, r.answer,
               head + (SELECT count(*) FROM unnest(e_request) AS e(request)
                        WHERE e.request <= r.request AND NOT e.request = ANY (losers)),
               p_recorded_at
          FROM unnest(r_tenant, r_key, r_fingerprint, r_status, r_answer)
               WITH ORDINALITY AS r(tenant, key, fingerprint, status, answer, request)
         WHERE r.key IS NOT NULL AND NOT r.request = ANY (losers);
    END IF;

    IF array_length(array_remove(r_contact, NULL), 1) > 0 THEN
        DELETE FROM contact_key k
         USING unnest(r_tenant, r_contact, r_wrapped) WITH ORDINALITY AS r(tenant, contact, wrapped, request)
         WHERE k.tenant_id = r.tenant AND k.contact_id = r.contact
           AND r.wrapped IS NULL AND NOT r.request = ANY (losers);
        INSERT INTO contact_key (tenant_id, contact_id, wrapped)
        SELECT r.tenant, r.contact, r.wrapped
          FROM unnest(r_tenant, r_contact, r_wrapped) WITH ORDINALITY AS r(tenant, contact, wrapped, request)
         WHERE r.wrapped IS NOT NULL AND NOT r.request = ANY (losers);
    END IF;
END
$$;

-- The one look at keys before a tenant is known; it answers for a key that is not revoked.
CREATE FUNCTION authenticate(p_key_id uuid) RETURNS TABLE (tenant_id uuid, secret_hash bytea, scopes text[])
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = stageline, pg_temp
BEGIN ATOMIC
    SELECT k.tenant_id, k.secret_hash, k.scopes FROM api_key k WHERE k.key_id = p_key_id AND k.revoked_at IS NULL;
END;

-- Forced row-level security on every table that has a tenant: the query role has no policy here, so it sees nothing.
DO
$$
DECLARE
    t text;
BEGIN
    FOREACH t IN ARRAY ARRAY ['tenant', 'api_key', 'event', 'idempotency', 'contact_key'] LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t);
        EXECUTE format('CREATE POLICY inside ON %I TO stageline_owner, stageline_write, stageline_project USING (true) WITH CHECK (true)', t);
    END LOOP;
END
$$;

-- The log is append-only by grant: nobody who runs the application may update or delete an event.
REVOKE ALL ON FUNCTION append, authenticate FROM PUBLIC;
GRANT USAGE ON SCHEMA stageline TO stageline_write, stageline_project, stageline_query;
GRANT SELECT, INSERT ON event, tenant TO stageline_write;
GRANT SELECT, UPDATE ON log_head TO stageline_write;
GRANT SELECT, INSERT, DELETE ON idempotency, contact_key TO stageline_write;
GRANT SELECT, INSERT ON api_key TO stageline_write;
GRANT UPDATE (revoked_at) ON api_key TO stageline_write;
GRANT EXECUTE ON FUNCTION append TO stageline_write;
GRANT EXECUTE ON FUNCTION authenticate TO stageline_write, stageline_query;
GRANT SELECT ON event, log_head, contact_key TO stageline_project;
GRANT SELECT, INSERT, UPDATE, DELETE ON token_entry TO stageline_project;
GRANT SELECT ON projection_position TO stageline_write, stageline_project, stageline_query;
