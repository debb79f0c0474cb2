-- +goose Up
-- Which lines of the record the owner reads: the newest of them are found without looking through what teachers do.
ALTER TABLE audit ADD COLUMN owners INTEGER NOT NULL DEFAULT 0 CHECK (owners IN (0, 1));
UPDATE audit SET owners = 1 WHERE action LIKE 'take away %' OR action IN (
  'set up', 'sign in', 'refuse to sign in', 'end a session', 'sign out everywhere', 'change passphrase', 'give
  a new passphrase by link', 'choose a new passphrase by link', 'reset owner', 'invite a colleague', 'withdraw
  an invitation', 'join a class as a teacher', 'take a teacher out', 'remove teacher', 'replace join code',
  'reset PIN', 'correct question', 'take correction back', 'archive class', 'delete class', 'erase student',
  'erase guests', 'anonymise class', 'keep class', 'set days to keep', 'back up', 'download backup',
  'restore', 'add originals', 'remove an original');
CREATE INDEX audit_owners ON audit (owners, id);

-- +goose Down
DROP INDEX audit_owners;
ALTER TABLE audit DROP COLUMN owners;
