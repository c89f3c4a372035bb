ALTER TABLE outbox ADD COLUMN crashes INTEGER NOT NULL DEFAULT 0;
ALTER TABLE outbox ADD COLUMN waits_for_server BOOLEAN NOT NULL DEFAULT FALSE;
CREATE INDEX outbox_suspects ON outbox (next_at, id) WHERE state IN ('queued', 'retry') AND crashes >= 2;
CREATE INDEX outbox_by_state ON outbox (state, id);
