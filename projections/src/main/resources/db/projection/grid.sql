-- What can be read: journals, contacts, one row per entry, alert rules and alerts. Owned by GridProjection.

CREATE TABLE journal (
    tenant_id  uuid        NOT NULL,
    journal_id uuid        NOT NULL,
    name       text        NOT NULL,
    stages     text[]      NOT NULL,
    statuses   text[]      NOT NULL,
    rot_days   jsonb       NOT NULL DEFAULT '{}',   -- by stage: after how many days in it an entry is rotten
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
    path             text    NOT NULL DEFAULT E'\x1f,,0,0,0',   -- everything above and the cells: see PathText
    moves            int     NOT NULL DEFAULT 0,
    skips            int     NOT NULL DEFAULT 0,
    backwards        int     NOT NULL DEFAULT 0,
    stage_version    bigint  NOT NULL DEFAULT 0,

    decision_status  text,
    decision_amount  numeric(18, 2),
    decision_change  text,                            -- new, upgrade, downgrade …
    pledged          numeric(18, 2),                  -- per month, while the decision promises money
    pledged_currency text,
    decision         text,                            -- JSON, ready to send
    decision_version bigint  NOT NULL DEFAULT 0,

    version          bigint  NOT NULL,                -- last event of the entry's stream folded into this row
    PRIMARY KEY (tenant_id, journal_id, contact_id)
) WITH (fillfactor = 70);                             -- room for the next version of a row on its own page

CREATE INDEX grid_row_by_name ON grid_row (tenant_id, journal_id, sort_name, contact_id);
CREATE INDEX grid_row_by_activity ON grid_row (tenant_id, journal_id, (coalesce(last_activity_at, '-infinity')), contact_id);
CREATE INDEX grid_row_of_contact ON grid_row (tenant_id, contact_id);

-- One line per event of an entry, in the order of the log: what it said, and how the entry stood after it. A line holds
-- until the entry's next one; none is ever changed but for the words of an erased contact.
CREATE TABLE entry_event (
    tenant_id        uuid        NOT NULL,
    journal_id       uuid        NOT NULL,
    contact_id       uuid        NOT NULL,
    position         bigint      NOT NULL,
    version          bigint      NOT NULL,            -- of the event in the entry's stream
    what             text        NOT NULL,            -- added, removed, stage, decision, withdrawal, correction
    event_id         uuid        NOT NULL,            -- a stage event's own id; of every other event that of the log
    about            uuid,                            -- the stage event that is withdrawn, decided with, or corrected
    stage            text,
    occurred_at      timestamptz,                     -- of a decision or correction: the start of its effective day in UTC
    leap             int         NOT NULL DEFAULT 0,  -- stages skipped, negative for those gone back (see PathText)
    said             text,                            -- note or reason in clear
    terms            text,                            -- JSON of what a decision or correction said
    recorded_at      timestamptz NOT NULL,
    actor            uuid        NOT NULL,
    command          uuid        NOT NULL,
    request          uuid        NOT NULL,

    present          boolean     NOT NULL,
    current_stage    text,
    current_since    timestamptz,
    last_activity_at timestamptz,
    path             text        NOT NULL,
    moves            int         NOT NULL,
    skips            int         NOT NULL,
    backwards        int         NOT NULL,
    decision_status  text,
    decision_amount  numeric(18, 2),
    decision_change  text,
    pledged          numeric(18, 2),
    pledged_currency text,
    decision         text
);

-- By itself, because it comes after the lines when they are written in bulk, as every index does.
ALTER TABLE entry_event ADD PRIMARY KEY (tenant_id, journal_id, contact_id, position);
CREATE INDEX entry_event_by_position ON entry_event (tenant_id, journal_id, position, contact_id);
CREATE INDEX entry_event_timeline ON entry_event (tenant_id, journal_id, contact_id, occurred_at, version) WHERE what = 'stage';
CREATE INDEX entry_event_by_time ON entry_event (tenant_id, journal_id, occurred_at) INCLUDE (what, stage, decision_change)
    WHERE what IN ('stage', 'decision', 'withdrawal');
CREATE INDEX entry_event_about ON entry_event (tenant_id, journal_id, contact_id, about) WHERE what IN ('withdrawal', 'correction');

-- What a contact was called from a position on; erasure takes all of its names.
CREATE TABLE contact_past (
    tenant_id  uuid   NOT NULL,
    contact_id uuid   NOT NULL,
    position   bigint NOT NULL,
    name       text,
    sort_name  text   NOT NULL,
    PRIMARY KEY (tenant_id, contact_id, position)
);

CREATE INDEX contact_past_by_position ON contact_past (tenant_id, position);

-- How a journal was laid out from a position on.
CREATE TABLE journal_past (
    tenant_id  uuid    NOT NULL,
    journal_id uuid    NOT NULL,
    position   bigint  NOT NULL,
    name       text    NOT NULL,
    stages     text[]  NOT NULL,
    statuses   text[]  NOT NULL,
    rot_days   jsonb   NOT NULL,
    archived   boolean NOT NULL,
    version    bigint  NOT NULL,
    PRIMARY KEY (tenant_id, journal_id, position)
);

-- The last position recorded until a moment. The time never runs back: it is a running maximum per tenant.
CREATE TABLE moment (
    tenant_id   uuid        NOT NULL,
    recorded_at timestamptz NOT NULL,
    position    bigint      NOT NULL,
    PRIMARY KEY (tenant_id, recorded_at)
);

CREATE INDEX moment_by_position ON moment (tenant_id, position);

-- The last position that changed anything that a journal's grid shows.
CREATE TABLE journal_mark (
    tenant_id  uuid   NOT NULL,
    journal_id uuid   NOT NULL,
    position   bigint NOT NULL,
    PRIMARY KEY (tenant_id, journal_id)
) WITH (fillfactor = 50);

-- What a rule says now; a deleted one stays, as its alerts do.
CREATE TABLE alert_rule (
    tenant_id  uuid        NOT NULL,
    rule_id    uuid        NOT NULL,
    revision   int         NOT NULL,
    name       text        NOT NULL,
    mode       text        NOT NULL,                  -- LIVE, SHADOW
    severity   text        NOT NULL,                  -- INFO, WARNING, CRITICAL
    rule       text        NOT NULL,                  -- JSON, ready to send
    enabled    boolean     NOT NULL,
    deleted    boolean     NOT NULL,
    silences   text        NOT NULL,                  -- JSON: those that nobody has ended
    created_at timestamptz NOT NULL,
    changed_at timestamptz NOT NULL,
    version    bigint      NOT NULL,                  -- last event of the rule's stream folded into this row
    PRIMARY KEY (tenant_id, rule_id)
);

-- What a rule said from when on, and who had it so.
CREATE TABLE alert_rule_revision (
    tenant_id uuid        NOT NULL,
    rule_id   uuid        NOT NULL,
    revision  int         NOT NULL,
    rule      text        NOT NULL,                   -- JSON, ready to send
    saved_at  timestamptz NOT NULL,
    saved_by  uuid        NOT NULL,
    version   bigint      NOT NULL,                   -- of the event in the rule's stream
    PRIMARY KEY (tenant_id, rule_id, revision)
);

-- One row per alert. It is open from one position to another; what the grid counts is read from here, for any position.
CREATE TABLE alert (
    tenant_id      uuid        NOT NULL,
    alert_id       uuid        NOT NULL,
    rule_id        uuid        NOT NULL,
    revision       int         NOT NULL,
    mode           text        NOT NULL,
    severity       text        NOT NULL,
    fingerprint    uuid        NOT NULL,
    group_key      uuid,
    journal_id     uuid,
    contact_id     uuid,
    subject_id     uuid,
    subject        text,                              -- NULL once its contact is erased
    silence_id     uuid,
    raised_at      timestamptz NOT NULL,
    pending_since  timestamptz,
    evidence       text        NOT NULL,              -- JSON, ready to send
    opened         bigint      NOT NULL,              -- position
    status         text        NOT NULL,              -- RAISED, ACKNOWLEDGED, RESOLVED
    resolved_at    timestamptz,
    why            text,
    resolved_on    text,                              -- JSON: the evidence that it is over
    closed         bigint,                            -- position, NULL as long as it is open
    version        bigint      NOT NULL,              -- last event of the alert's stream folded into this row
    PRIMARY KEY (tenant_id, alert_id)
);

CREATE INDEX alert_by_time ON alert (tenant_id, mode, raised_at, alert_id);
CREATE INDEX alert_open ON alert (tenant_id, mode, raised_at, alert_id) WHERE closed IS NULL;
CREATE INDEX alert_of_rule ON alert (tenant_id, rule_id, raised_at, alert_id);
CREATE INDEX alert_of_contact ON alert (tenant_id, contact_id, closed);
CREATE INDEX alert_of_subject_id ON alert (tenant_id, subject_id);
CREATE INDEX alert_of_subject ON alert (tenant_id, subject);
CREATE INDEX alert_of_group ON alert (tenant_id, group_key) WHERE group_key IS NOT NULL;

-- What happened to an alert, one line per event.
CREATE TABLE alert_step (
    tenant_id   uuid        NOT NULL,
    alert_id    uuid        NOT NULL,
    version     bigint      NOT NULL,                 -- of the event in the alert's stream
    contact_id  uuid,                                 -- whose erasure takes the note
    what        text        NOT NULL,                 -- RAISED, ACKNOWLEDGED, SILENCED, RESOLVED
    note        text,                                 -- note or reason in clear
    silence_id  uuid,                                 -- of a silence made, or ended, which is one until then
    until       timestamptz,
    recorded_at timestamptz NOT NULL,
    actor       uuid        NOT NULL,
    PRIMARY KEY (tenant_id, alert_id, version)
);

CREATE INDEX alert_step_with_note ON alert_step (tenant_id, contact_id) WHERE note IS NOT NULL;
