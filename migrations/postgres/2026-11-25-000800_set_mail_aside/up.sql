-- A mail that a server refused for good alarms staff until they send it again, or say that nothing is to be done about it.
ALTER TABLE outbox ADD COLUMN set_aside_at TIMESTAMP;
