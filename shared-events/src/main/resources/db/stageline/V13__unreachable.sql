-- Whether a name that may not be reached is there is told to nobody, not of earlier attempts either.
UPDATE webhook_attempt SET error = 'unreachable', latency_millis = 0 WHERE error IN ('blocked', 'dns');
UPDATE webhook_message SET last_error = 'unreachable' WHERE last_error IN ('blocked', 'dns');
