-- Where nothing is known of the lanes because there are none at the moment, all indexes seem alike and the newest is taken: the key.
ALTER TABLE webhook_lane DROP CONSTRAINT webhook_lane_pkey, ADD PRIMARY KEY (tenant_id, endpoint_id, subject);
