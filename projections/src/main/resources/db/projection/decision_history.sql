-- One line per decision, never changed but for the reason of an erased contact. Owned by DecisionHistoryProjection.
CREATE TABLE decision_change (
    tenant_id      uuid        NOT NULL,
    journal_id     uuid        NOT NULL,
    contact_id     uuid        NOT NULL,
    version        bigint      NOT NULL,  -- of the event in the entry's stream
    stage_event_id uuid        NOT NULL,
    status         text        NOT NULL,
    amount         numeric(18, 2),
    currency       text,
    cadence        text        NOT NULL,
    effective_from date        NOT NULL,
    reason         text,
    recorded_at    timestamptz NOT NULL,
    actor          uuid        NOT NULL,
    PRIMARY KEY (tenant_id, journal_id, contact_id, version)
);

CREATE INDEX decision_change_with_reason ON decision_change (tenant_id, contact_id) WHERE reason IS NOT NULL;
