-- Every event says by its digest what was appended: the MD5 of its stream, version, type and payload, with a space between each.
-- That tells what was changed later by mistake or by a broken disk; who may change events may also change digests.

ALTER TABLE event ADD COLUMN digest uuid; -- NULL: from before there were digests

-- Appends what queued during the last commit: one call, one commit, a verdict per request.
-- A request loses when its stream has moved on or its idempotency key is taken; nobody else is touched by that.
-- Arrays named r_ have one element a request, arrays named e_ one an event; e_request counts requests from 1.
CREATE OR REPLACE FUNCTION append(
    p_log smallint, p_recorded_at timestamptz,
    r_tenant uuid[], r_stream uuid[], r_expected bigint[], r_events int[],
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
       AND (SELECT true FROM idempotency i WHERE i.tenant_id = r.tenant AND i.key = r.key);

    INSERT INTO event (log_id, position, tenant_id, stream_id, version, event_id, type, payload,
                       actor_id, causation_id, correlation_id, recorded_at, digest)
    SELECT p_log, head + row_number() OVER (ORDER BY e.n), r_tenant[e.request], r_stream[e.request], e.version,
           e.id, e.type, e.payload, e.actor, e.causation, e.correlation, p_recorded_at,
           md5(concat_ws(' ', r_stream[e.request], e.version, e.type, e.payload))::uuid
      FROM unnest(e_request, e_version, e_id, e_type, e_payload::jsonb[], e_actor, e_causation, e_correlation)
           WITH ORDINALITY AS e(request, version, id, type, payload, actor, causation, correlation, n)
     WHERE NOT e.request = ANY (losers);
    GET DIAGNOSTICS added = ROW_COUNT;

    UPDATE log_head h SET position = head + added WHERE h.log_id = p_log AND added > 0;

    IF array_length(array_remove(r_key, NULL), 1) > 0 THEN
        INSERT INTO idempotency (tenant_id, key, fingerprint, status, answer, position, recorded_at)
        SELECT w.tenant, w.key, w.fingerprint, w.status, w.answer, w.position, p_recorded_at
          FROM (SELECT r.tenant, r.key, r.fingerprint, r.status, r.answer,
                       head + sum(r.events) OVER (ORDER BY r.request) AS position
                  FROM unnest(r_tenant, r_key, r_fingerprint, r_status, r_answer, r_events)
                       WITH ORDINALITY AS r(tenant, key, fingerprint, status, answer, events, request)
                 WHERE NOT r.request = ANY (losers)) AS w -- the winners, each with the position of its last event
         WHERE w.key IS NOT NULL;
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
