DROP INDEX outbox_by_state;
DROP INDEX outbox_suspects;
ALTER TABLE outbox DROP COLUMN waits_for_server;
ALTER TABLE outbox DROP COLUMN crashes;
