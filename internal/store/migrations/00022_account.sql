-- +goose Up
-- With which browser a teacher signed in, in a few words, so that they can tell their sessions apart. Nothing of the kind
-- is kept of students.
ALTER TABLE session ADD COLUMN device TEXT NOT NULL DEFAULT '' CHECK (device = '' OR student_id IS NULL);

ALTER TABLE teacher ADD COLUMN last_seen_at INTEGER; -- NULL when they have not been here since it is kept
ALTER TABLE teacher ADD COLUMN left_at INTEGER;      -- NULL while they teach; then only the name is left, for their marks

-- A link by which a teacher chooses a new passphrase. Each has one at most, and it is gone once it was used.
CREATE TABLE passphrase_link (
  teacher_id INTEGER PRIMARY KEY REFERENCES teacher (id) ON DELETE CASCADE,
  token_hash BLOB NOT NULL UNIQUE,            -- SHA-256 of the link's token
  made_at    INTEGER NOT NULL
) STRICT;

-- So that a class goes without a look at every invitation.
CREATE INDEX invitation_class ON invitation (class_id);
CREATE INDEX invitation_by ON invitation (invited_by);

-- +goose Down
DROP INDEX invitation_by;
DROP INDEX invitation_class;
DROP TABLE passphrase_link;
ALTER TABLE teacher DROP COLUMN left_at;
ALTER TABLE teacher DROP COLUMN last_seen_at;
ALTER TABLE session DROP COLUMN device;
