-- One line per stage event, never changed but for the note of an erased contact. Owned by TimelineProjection.
CREATE TABLE timeline_item (
    tenant_id   uuid        NOT NULL,
    journal_id  uuid        NOT NULL,
    contact_id  uuid        NOT NULL,
    occurred_at timestamptz NOT NULL,
    version     bigint      NOT NULL,     -- of the event in the entry's stream
    event_id    uuid        NOT NULL,
    stage       text        NOT NULL,
    recorded_at timestamptz NOT NULL,
    note        text,
    warnings    text        NOT NULL,     -- JSON, ready to send
    actor       uuid        NOT NULL,
    PRIMARY KEY (tenant_id, journal_id, contact_id, occurred_at, version)
);

CREATE INDEX timeline_item_with_note ON timeline_item (tenant_id, contact_id) WHERE note IS NOT NULL;
