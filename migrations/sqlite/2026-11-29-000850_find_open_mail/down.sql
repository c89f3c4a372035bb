DROP INDEX enquiries_by_received;
DROP INDEX outbox_open;
CREATE INDEX outbox_by_state ON outbox (state, id);
