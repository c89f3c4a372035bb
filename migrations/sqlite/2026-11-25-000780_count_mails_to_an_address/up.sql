-- One address gets only so many acknowledgements; the count is asked for with every enquiry.
CREATE INDEX outbox_by_recipient ON outbox (recipients, created_at);
