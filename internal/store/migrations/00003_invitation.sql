-- +goose Up
-- A link by which another teacher joins a class. It works once.
CREATE TABLE invitation (
  token_hash BLOB PRIMARY KEY,                -- SHA-256 of the link's token
  class_id   INTEGER NOT NULL REFERENCES class (id) ON DELETE CASCADE,
  invited_by INTEGER NOT NULL REFERENCES teacher (id) ON DELETE CASCADE,
  made_at    INTEGER NOT NULL,
  used_at    INTEGER
) STRICT, WITHOUT ROWID;

-- +goose Down
DROP TABLE invitation;
