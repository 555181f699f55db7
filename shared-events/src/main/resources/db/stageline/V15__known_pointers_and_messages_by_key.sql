-- Of a pointer into a refused signal only what names a known member is kept: all other names are the sender's.
UPDATE refused_signal
   SET pointer = substring(
           pointer FROM '^(?:/(?:id|type|occurredAt|source|subject|value|data|data_base64|specversion|time|datacontenttype|dataschema))?(?=/|$)')
 WHERE pointer LIKE '/%';
