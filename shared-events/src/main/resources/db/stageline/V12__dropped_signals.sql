-- A refused signal that somebody gave up: when, who, and why, sealed under the tenant's key as what was sent is.

ALTER TABLE refused_signal
    ADD COLUMN dropped_at  timestamptz,
    ADD COLUMN dropped_by  uuid,
    ADD COLUMN dropped_for bytea;
