-- +goose Up
-- Who waits at the door of a class until a teacher lets them in. Nothing of it is kept when they are turned away, and
-- no row stays for longer than two hours. student_id is who they are once they were let in, until their browser comes
-- for it.
CREATE TABLE waiting (
  id         INTEGER PRIMARY KEY AUTOINCREMENT,
  class_id   INTEGER NOT NULL REFERENCES class (id) ON DELETE CASCADE,
  browser    BLOB NOT NULL UNIQUE,            -- SHA-256 of the cookie: each browser waits once
  device     BLOB NOT NULL,                   -- the computer's cookie, hashed
  name       TEXT NOT NULL,
  name_key   TEXT NOT NULL,                   -- folded
  pin_hash   TEXT NOT NULL,                   -- '' once they were let in
  along      INTEGER NOT NULL CHECK (along IN (0, 1)), -- whether the work of the guest at this computer comes along
  asked_at   INTEGER NOT NULL,
  student_id INTEGER REFERENCES student (id) ON DELETE CASCADE,
  CHECK ((student_id IS NULL) = (pin_hash <> ''))
) STRICT;
CREATE INDEX waiting_class ON waiting (class_id, asked_at);
CREATE INDEX waiting_asked ON waiting (asked_at);
CREATE INDEX waiting_student ON waiting (student_id);

-- +goose Down
DROP TABLE waiting;
