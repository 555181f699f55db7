-- What an alert cannot be told for good is parked and holds up what comes later of the same alert, and nothing else; what
-- fails for a reason of the moment is told again when it is due. What somebody gave up stays parked: when, by whom, and why,
-- sealed under the tenant's key.
ALTER TABLE alert_intent
    ADD COLUMN alert_id    uuid NOT NULL GENERATED ALWAYS AS ((intent ->> 'alertId')::uuid) STORED,
    ADD COLUMN attempts    int  NOT NULL DEFAULT 0,
    ADD COLUMN due_at      timestamptz,
    ADD COLUMN parked_at   timestamptz,
    ADD COLUMN cause       text,
    ADD COLUMN dropped_at  timestamptz,
    ADD COLUMN dropped_by  uuid,
    ADD COLUMN dropped_for bytea;
CREATE INDEX alert_intent_open ON alert_intent (log_id, position, n) WHERE parked_at IS NULL;
CREATE INDEX alert_intent_held ON alert_intent (log_id, alert_id) WHERE parked_at IS NOT NULL OR due_at IS NOT NULL;
CREATE INDEX alert_intent_parked ON alert_intent (tenant_id, alert_id) WHERE parked_at IS NOT NULL;

-- From where to go on with the past of a rule that is taken in piece by piece.
ALTER TABLE alert_follower ADD COLUMN filling jsonb;
