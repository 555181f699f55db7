-- Of a pointer into a refused signal only what names a known member is kept: all other names are the sender's.
UPDATE refused_signal
   SET pointer = substring(
           pointer FROM '^(?:/(?:id|type|occurredAt|source|subject|value|data|data_base64|specversion|time|datacontenttype|dataschema))?(?=/|$)')
 WHERE pointer LIKE '/%';

-- Where nothing is known of the messages because there were none so far, all indexes seem alike and the newest is taken: the key.
ALTER TABLE webhook_message DROP CONSTRAINT webhook_message_pkey, ADD PRIMARY KEY (tenant_id, endpoint_id, sequence);
