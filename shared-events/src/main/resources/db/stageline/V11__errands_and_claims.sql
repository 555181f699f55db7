-- How often the first message of a lane was claimed without an outcome: while it is on its way once, and once more for each
-- sender that died with it.
ALTER TABLE webhook_lane ADD COLUMN claims integer NOT NULL DEFAULT 0;

-- What was asked about many messages of an endpoint and is done in pieces: what of it is still to be done.
CREATE TABLE webhook_errand (
    tenant_id     uuid        NOT NULL,
    endpoint_id   uuid        NOT NULL,
    position      bigint      NOT NULL, -- of the event that asked for it
    kind          text        NOT NULL CHECK (kind IN ('again', 'again_failed', 'remove')),
    from_sequence bigint      NOT NULL,
    to_sequence   bigint      NOT NULL,
    worked_at     timestamptz NOT NULL, -- who has waited longest is next
    PRIMARY KEY (tenant_id, endpoint_id, position)
) WITH (fillfactor = 50);
CREATE INDEX webhook_errand_by_turn ON webhook_errand (worked_at);
ALTER TABLE webhook_errand ENABLE ROW LEVEL SECURITY;
ALTER TABLE webhook_errand FORCE ROW LEVEL SECURITY;
CREATE POLICY inside ON webhook_errand TO stageline_owner, stageline_write USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON webhook_errand TO stageline_write;
