DROP TABLE account_links;
DROP TABLE passkeys;
DROP TABLE recovery_codes;
ALTER TABLE login_attempts DROP COLUMN device;
ALTER TABLE users DROP COLUMN totp_step;
