-- Each rule that listens to the same signals, or watches the same journal, costs at every event: they are counted when one is saved.
CREATE INDEX watched_rule_by_closing_type ON watched_rule (tenant_id, (saved #>> '{rule,condition,closedBy,type}'));
CREATE INDEX watched_rule_by_journal ON watched_rule (tenant_id, (saved #>> '{rule,condition,journalId}'));
