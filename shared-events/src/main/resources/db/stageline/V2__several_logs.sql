-- Several logs on one database: a follower is a projection on one log, and a caller learns the log of its tenant.

-- The follower of log 0 has the name of its projection; those of further logs have the number of theirs behind a slash.
CREATE OR REPLACE VIEW projection_position AS
SELECT split_part(processor_name, '/', 1) AS projection,
       min(coalesce((convert_from(token, 'UTF8')::jsonb ->> 'globalIndex')::bigint, 0)) AS position,
       coalesce(nullif(split_part(processor_name, '/', 2), ''), '0')::smallint AS log_id,
       processor_name AS follower
  FROM token_entry
 WHERE segment >= 0
 GROUP BY processor_name;

DROP FUNCTION authenticate(uuid);
-- The one look at keys before a tenant is known; it answers for a key that is not revoked.
CREATE FUNCTION authenticate(p_key_id uuid)
    RETURNS TABLE (tenant_id uuid, log_id smallint, secret_hash bytea, scopes text[])
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = stageline, pg_temp
BEGIN ATOMIC
    SELECT k.tenant_id, t.log_id, k.secret_hash, k.scopes
      FROM api_key k
      JOIN tenant t ON t.tenant_id = k.tenant_id
     WHERE k.key_id = p_key_id AND k.revoked_at IS NULL;
END;
REVOKE ALL ON FUNCTION authenticate FROM PUBLIC;
GRANT EXECUTE ON FUNCTION authenticate TO stageline_write, stageline_query;
