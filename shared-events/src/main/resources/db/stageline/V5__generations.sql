-- The builds of read models, which of them readers see, who works on them, and what could not be folded.

-- A build is the schema projection_vN; its tokens have the name of its feed, those of logs above 0 the log behind a slash.
CREATE TABLE generation (
    projection  text        NOT NULL,
    generation  int         NOT NULL,
    shape       int         NOT NULL, -- the tables and the fold of a version of the application
    only_tenant uuid,                 -- NULL: all tenants
    state       text        NOT NULL CHECK (state IN ('building', 'following', 'verified', 'live', 'warm', 'dropped')),
    feed        text        NOT NULL UNIQUE, -- the first one's is its projection's name; later ones add their number: grid@3
    created_at  timestamptz NOT NULL DEFAULT now(),
    changed_at  timestamptz NOT NULL DEFAULT now(),
    proof       jsonb,                -- the last comparison with the log
    PRIMARY KEY (projection, generation)
);
-- Two builds for the same readers at once make no sense.
CREATE UNIQUE INDEX one_candidate
    ON generation (projection, shape, coalesce(only_tenant, '00000000-0000-0000-0000-000000000000'))
    WHERE state IN ('building', 'following', 'verified');

-- What readers see. A tenant that is all zeros stands for everybody without a row of his own.
CREATE TABLE live_generation (
    projection text NOT NULL,
    shape      int  NOT NULL,
    for_tenant uuid NOT NULL,
    generation int  NOT NULL,
    previous   int,           -- what a roll-back goes to
    edition    int  NOT NULL, -- another one whenever rows changed without an event
    PRIMARY KEY (projection, shape, for_tenant),
    FOREIGN KEY (projection, generation) REFERENCES generation
) WITH (fillfactor = 50);

-- Editions are part of the marks of answers, so they stay small; they need not be in order.
CREATE SEQUENCE edition MINVALUE 0 MAXVALUE 65535 CYCLE;

-- Work on a generation: running, or how it ended.
CREATE TABLE replay_job (
    job_id      uuid        PRIMARY KEY,
    projection  text        NOT NULL,
    generation  int,
    kind        text        NOT NULL CHECK (kind IN ('run', 'verify', 'repair')),
    for_tenant  uuid,
    state       text        NOT NULL CHECK (state IN ('running', 'paused', 'done', 'failed')),
    wanted      text        NOT NULL DEFAULT 'run' CHECK (wanted IN ('run', 'pause')),
    phase       text        NOT NULL, -- folding, indexing, catching-up, sampling, comparing
    rate        int         NOT NULL, -- events a second at most; 0: no cap
    holder      text        NOT NULL, -- who is at work, in words for people
    seen        bigint      NOT NULL DEFAULT 0,
    expected    bigint      NOT NULL,
    differences bigint,
    failure     text,                 -- a code, never a message of the database
    started_at  timestamptz NOT NULL,
    updated_at  timestamptz NOT NULL
);

-- Who did what to generations and dead letters. Only ever inserted.
CREATE TABLE replay_audit (
    n          bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at         timestamptz NOT NULL DEFAULT now(),
    actor      text        NOT NULL, -- a key by its id, or an operator by user and host
    action     text        NOT NULL,
    projection text        NOT NULL,
    generation int,
    for_tenant uuid,
    detail     jsonb       NOT NULL DEFAULT '{}'
);

-- An event that a generation could not fold, or that waits behind such a one of its stream.
CREATE TABLE dead_letter (
    tenant_id  uuid        NOT NULL,
    letter_id  uuid        NOT NULL,
    projection text        NOT NULL,
    generation int         NOT NULL,
    log_id     smallint    NOT NULL,
    stream_id  uuid        NOT NULL,
    version    bigint      NOT NULL,
    position   bigint      NOT NULL,
    event_id   uuid        NOT NULL,
    type       text        NOT NULL,
    cause      text        NOT NULL CHECK (cause IN ('unknown-type', 'unreadable', 'damaged', 'fold-failed', 'gap',
                                                     'data-refused', 'behind-another')),
    error      text        NOT NULL, -- class and SQL state, never a message
    sealed     bytea       NOT NULL, -- type and payload as found, under a key derived from the master key
    state      text        NOT NULL CHECK (state IN ('parked', 'dropped', 'done')),
    parked_at  timestamptz NOT NULL,
    attempts   int         NOT NULL DEFAULT 0,
    tried_at   timestamptz,
    closed_at  timestamptz,
    closed_by  text,
    reason     text,
    PRIMARY KEY (tenant_id, letter_id),
    UNIQUE (tenant_id, projection, generation, stream_id, position)
);
CREATE INDEX dead_letter_open ON dead_letter (projection, generation, log_id, tenant_id, stream_id, position)
    WHERE state <> 'done';

-- How far every feed is on every log, whatever it is good for.
CREATE VIEW feed_position AS
SELECT processor_name,
       split_part(processor_name, '/', 1) AS feed,
       coalesce(nullif(split_part(processor_name, '/', 2), ''), '0')::smallint AS log_id,
       min(coalesce((convert_from(token, 'UTF8')::jsonb ->> 'globalIndex')::bigint, 0)) AS position
  FROM token_entry
 WHERE segment >= 0
 GROUP BY processor_name;

-- What a reader needs to begin: the schema, how far it is on the log, and its edition.
CREATE VIEW shown AS
SELECT l.projection, l.shape, l.for_tenant, h.log_id, format('%s_v%s', l.projection, l.generation) AS schema_name, l.edition,
       coalesce((SELECT (convert_from(t.token, 'UTF8')::jsonb ->> 'globalIndex')::bigint
                   FROM token_entry t
                  WHERE t.processor_name = g.feed || CASE h.log_id WHEN 0 THEN '' ELSE '/' || h.log_id END
                    AND t.segment = 0), 0) AS position
  FROM live_generation l
  JOIN generation g USING (projection, generation)
 CROSS JOIN log_head h;

-- As before, but of what everybody sees; a token of no generation counts under its own name.
CREATE OR REPLACE VIEW projection_position AS
SELECT coalesce(l.projection, f.feed) AS projection,
       f.position,
       f.log_id,
       coalesce(l.projection, f.feed) || CASE f.log_id WHEN 0 THEN '' ELSE '/' || f.log_id END AS follower,
       l.shape
  FROM feed_position f
  LEFT JOIN generation g ON g.feed = f.feed
  LEFT JOIN live_generation l ON l.projection = g.projection AND l.generation = g.generation
                             AND l.for_tenant = '00000000-0000-0000-0000-000000000000'
 WHERE g.feed IS NULL OR l.generation IS NOT NULL;

-- What is there already is what everybody sees.
INSERT INTO generation (projection, generation, shape, state, feed)
SELECT 'grid', 2, 2, 'live', 'grid' WHERE to_regnamespace('grid_v2') IS NOT NULL;
INSERT INTO live_generation (projection, shape, for_tenant, generation, edition)
SELECT projection, shape, '00000000-0000-0000-0000-000000000000', generation, nextval('edition') FROM generation;

ALTER TABLE dead_letter ENABLE ROW LEVEL SECURITY;
ALTER TABLE dead_letter FORCE ROW LEVEL SECURITY;
CREATE POLICY inside ON dead_letter TO stageline_owner, stageline_project USING (true) WITH CHECK (true);

GRANT SELECT ON shown TO stageline_query, stageline_write;
GRANT SELECT ON feed_position TO stageline_project, stageline_write;
GRANT SELECT ON generation, live_generation, replay_job TO stageline_project;
GRANT UPDATE (edition) ON live_generation TO stageline_project;
GRANT USAGE ON SEQUENCE edition TO stageline_project;
GRANT SELECT, INSERT ON replay_audit TO stageline_project;
GRANT SELECT, INSERT, UPDATE ON dead_letter TO stageline_project;
