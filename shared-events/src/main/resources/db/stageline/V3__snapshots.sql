-- The state of an aggregate at a version, so that a long stream need not be read from its beginning. It may be emptied at any time.
CREATE TABLE snapshot (
    tenant_id uuid   NOT NULL,
    stream_id uuid   NOT NULL,
    version   bigint NOT NULL,
    shape     text   NOT NULL, -- name and revision of what the state looks like; another one is as good as none
    state     jsonb  NOT NULL,
    PRIMARY KEY (tenant_id, stream_id)
);

ALTER TABLE snapshot ENABLE ROW LEVEL SECURITY;
ALTER TABLE snapshot FORCE ROW LEVEL SECURITY;
CREATE POLICY inside ON snapshot TO stageline_owner, stageline_write USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON snapshot TO stageline_write;
