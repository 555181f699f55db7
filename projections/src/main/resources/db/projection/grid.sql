-- What the grid shows: journals, contacts and one row per entry. Owned by GridProjection.

CREATE TABLE journal (
    tenant_id  uuid        NOT NULL,
    journal_id uuid        NOT NULL,
    name       text        NOT NULL,
    stages     text[]      NOT NULL,
    statuses   text[]      NOT NULL,
    archived   boolean     NOT NULL DEFAULT false,
    created_at timestamptz NOT NULL,
    version    bigint      NOT NULL,      -- last event of the journal's stream folded into this row
    PRIMARY KEY (tenant_id, journal_id)
);

CREATE TABLE contact (
    tenant_id   uuid        NOT NULL,
    contact_id  uuid        NOT NULL,
    name        text,                     -- personal columns are NULL once the contact is erased
    email       text,
    phone       text,
    external_id text,
    erased      boolean     NOT NULL DEFAULT false,
    created_at  timestamptz NOT NULL,
    version     bigint      NOT NULL,     -- last event of the contact's stream folded into this row
    PRIMARY KEY (tenant_id, contact_id)
);

-- Four field clusters, each with the version of the last event folded into it: no cluster ever moves backward.
-- An entry that was removed keeps its row with present = false.
CREATE TABLE grid_row (
    tenant_id        uuid    NOT NULL,
    journal_id       uuid    NOT NULL,
    contact_id       uuid    NOT NULL,

    name             text,
    sort_name        text    NOT NULL DEFAULT '',
    profile_version  bigint  NOT NULL DEFAULT 0,      -- of the contact's stream

    present          boolean NOT NULL DEFAULT false,
    added_at         timestamptz,
    presence_version bigint  NOT NULL DEFAULT 0,

    current_stage    text,
    current_since    timestamptz,
    last_activity_at timestamptz,
    stages           text[]  NOT NULL DEFAULT '{}',   -- reached, in the order of first reaching
    cells            text    NOT NULL DEFAULT '{}',   -- JSON, ready to send
    moves            int     NOT NULL DEFAULT 0,
    skips            int     NOT NULL DEFAULT 0,
    backwards        int     NOT NULL DEFAULT 0,
    stage_version    bigint  NOT NULL DEFAULT 0,

    decision_status  text,
    decision_amount  numeric(18, 2),
    decision         text,                            -- JSON, ready to send
    decision_version bigint  NOT NULL DEFAULT 0,

    version          bigint  NOT NULL,                -- last event of the entry's stream folded into this row
    PRIMARY KEY (tenant_id, journal_id, contact_id)
) WITH (fillfactor = 70);                             -- room for the next version of a row on its own page

CREATE INDEX grid_row_by_name ON grid_row (tenant_id, journal_id, sort_name, contact_id);
CREATE INDEX grid_row_by_activity ON grid_row (tenant_id, journal_id, (coalesce(last_activity_at, '-infinity')), contact_id);
CREATE INDEX grid_row_of_contact ON grid_row (tenant_id, contact_id);
