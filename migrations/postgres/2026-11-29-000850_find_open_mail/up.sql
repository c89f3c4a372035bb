-- An index by state alone drew SQLite away from the one by time, so that every look for due mail went through all that waits. What is open is now
-- found by an index that says so, and the repeats of a text within the last days only.
DROP INDEX outbox_by_state;
CREATE INDEX outbox_open ON outbox (state, id) WHERE state IN ('held', 'leased', 'queued', 'retry');
CREATE INDEX enquiries_by_received ON enquiries (received_at);
