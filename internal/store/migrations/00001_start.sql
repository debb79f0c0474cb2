-- +goose Up
-- What one installation knows about itself: its secret, and whether it was closed properly.
CREATE TABLE meta (
  key   TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT;

CREATE TABLE teacher (
  id         INTEGER PRIMARY KEY AUTOINCREMENT,
  name       TEXT NOT NULL,
  name_key   TEXT NOT NULL UNIQUE,           -- folded
  pass_hash  TEXT NOT NULL,                  -- argon2id
  owner      INTEGER NOT NULL CHECK (owner IN (0, 1)),
  created_at INTEGER NOT NULL                -- every time is milliseconds since 1970, UTC
) STRICT;
-- There is one owner.
CREATE UNIQUE INDEX teacher_owner ON teacher (owner) WHERE owner = 1;

CREATE TABLE class (
  id         INTEGER PRIMARY KEY AUTOINCREMENT,
  name       TEXT NOT NULL,
  code       TEXT NOT NULL UNIQUE,           -- six characters, without the hyphen
  form_token TEXT NOT NULL UNIQUE,           -- of the form that made it
  created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE class_teacher (
  class_id   INTEGER NOT NULL REFERENCES class (id) ON DELETE CASCADE,
  teacher_id INTEGER NOT NULL REFERENCES teacher (id) ON DELETE CASCADE,
  PRIMARY KEY (class_id, teacher_id)
) STRICT, WITHOUT ROWID;

-- Somebody who answers. Without a class it is a guest, who has neither name nor PIN.
CREATE TABLE student (
  id             INTEGER PRIMARY KEY AUTOINCREMENT,
  class_id       INTEGER REFERENCES class (id) ON DELETE CASCADE,
  name           TEXT NOT NULL,
  name_key       TEXT NOT NULL,
  pin_hash       TEXT NOT NULL,
  created_at     INTEGER NOT NULL,
  last_active_at INTEGER NOT NULL,
  UNIQUE (class_id, name_key),
  CHECK ((class_id IS NULL) = (pin_hash = ''))
) STRICT;

CREATE TABLE session (
  token_hash   BLOB PRIMARY KEY,             -- SHA-256 of the cookie
  student_id   INTEGER REFERENCES student (id) ON DELETE CASCADE,
  teacher_id   INTEGER REFERENCES teacher (id) ON DELETE CASCADE,
  created_at   INTEGER NOT NULL,
  last_seen_at INTEGER NOT NULL,
  CHECK ((student_id IS NULL) <> (teacher_id IS NULL))
) STRICT, WITHOUT ROWID;
CREATE INDEX session_student ON session (student_id);
CREATE INDEX session_teacher ON session (teacher_id);

-- Wrong PINs, by student and the computer they were tried from. A computer that has signed in before counts for itself.
CREATE TABLE device (
  student_id      INTEGER NOT NULL REFERENCES student (id) ON DELETE CASCADE,
  device          BLOB NOT NULL,
  known           INTEGER NOT NULL CHECK (known IN (0, 1)),
  failures        INTEGER NOT NULL,
  last_failure_at INTEGER NOT NULL,
  PRIMARY KEY (student_id, device)
) STRICT, WITHOUT ROWID;

CREATE TABLE section_read (
  student_id INTEGER NOT NULL REFERENCES student (id) ON DELETE CASCADE,
  lesson     TEXT NOT NULL,
  section    TEXT NOT NULL,
  read_at    INTEGER NOT NULL,
  PRIMARY KEY (student_id, lesson, section)
) STRICT, WITHOUT ROWID;

-- Every question as it was served. Answers refer to it, so that they stay readable.
CREATE TABLE question_version (
  id              TEXT NOT NULL,
  version         INTEGER NOT NULL,
  sha             TEXT NOT NULL,
  body            TEXT NOT NULL,
  first_served_at INTEGER NOT NULL,
  PRIMARY KEY (id, version)
) STRICT, WITHOUT ROWID;

CREATE TABLE attempt (
  id           INTEGER PRIMARY KEY AUTOINCREMENT,
  student_id   INTEGER NOT NULL REFERENCES student (id) ON DELETE CASCADE,
  lesson       TEXT NOT NULL,
  kind         TEXT NOT NULL CHECK (kind IN ('quiz', 'check')),
  deal_key     BLOB NOT NULL,                -- from which orders and handles are dealt
  form_token   TEXT NOT NULL UNIQUE,         -- of the form that began it
  started_at   INTEGER NOT NULL,
  submitted_at INTEGER                       -- when the last question was answered
) STRICT;
CREATE INDEX attempt_student ON attempt (student_id, lesson, kind);

CREATE TABLE attempt_question (
  attempt_id  INTEGER NOT NULL REFERENCES attempt (id) ON DELETE CASCADE,
  position    INTEGER NOT NULL CHECK (position > 0),
  question_id TEXT NOT NULL,
  version     INTEGER NOT NULL,
  PRIMARY KEY (attempt_id, position),
  UNIQUE (attempt_id, question_id),
  FOREIGN KEY (question_id, version) REFERENCES question_version (id, version)
) STRICT, WITHOUT ROWID;

-- Append-only: a row is never changed.
CREATE TABLE response (
  id          INTEGER PRIMARY KEY AUTOINCREMENT,
  attempt_id  INTEGER NOT NULL REFERENCES attempt (id) ON DELETE CASCADE,
  question_id TEXT NOT NULL,
  version     INTEGER NOT NULL,
  try         INTEGER NOT NULL CHECK (try > 0),
  form_token  TEXT NOT NULL UNIQUE,
  answer      TEXT NOT NULL,                 -- JSON, as it was given
  score       REAL NOT NULL CHECK (score BETWEEN 0 AND 1),
  marks       REAL NOT NULL,
  out_of      REAL NOT NULL,
  confidence  TEXT NOT NULL CHECK (confidence IN ('', 'guess', 'fairly', 'certain')),
  answered_at INTEGER NOT NULL,
  UNIQUE (attempt_id, question_id, try),
  FOREIGN KEY (attempt_id, question_id) REFERENCES attempt_question (attempt_id, question_id),
  FOREIGN KEY (question_id, version) REFERENCES question_version (id, version)
) STRICT;

-- Free answers that matched nothing known, for the teacher to look at.
CREATE TABLE unmatched (
  response_id INTEGER NOT NULL REFERENCES response (id) ON DELETE CASCADE,
  text        TEXT NOT NULL,
  PRIMARY KEY (response_id, text)
) STRICT, WITHOUT ROWID;

-- What the class page shows of a lesson, kept with each answer.
CREATE TABLE quiz_progress (
  student_id   INTEGER NOT NULL REFERENCES student (id) ON DELETE CASCADE,
  lesson       TEXT NOT NULL,
  checks       INTEGER NOT NULL,             -- check questions answered at least once
  answered     INTEGER NOT NULL,             -- questions answered in the quiz that is open
  first_marks  REAL,                         -- of the first finished quiz; NULL before
  first_out_of REAL,
  best_share   REAL,                         -- 0 to 1, of the best finished quiz
  latest_share REAL,
  PRIMARY KEY (student_id, lesson)
) STRICT, WITHOUT ROWID;

CREATE TABLE audit (
  id      INTEGER PRIMARY KEY AUTOINCREMENT,
  at      INTEGER NOT NULL,
  actor   TEXT NOT NULL,                     -- 'teacher 1', 'program'
  action  TEXT NOT NULL,
  subject TEXT NOT NULL
) STRICT;

-- +goose Down
DROP TABLE audit;
DROP TABLE quiz_progress;
DROP TABLE unmatched;
DROP TABLE response;
DROP TABLE attempt_question;
DROP TABLE attempt;
DROP TABLE question_version;
DROP TABLE section_read;
DROP TABLE device;
DROP TABLE session;
DROP TABLE student;
DROP TABLE class_teacher;
DROP TABLE class;
DROP TABLE teacher;
DROP TABLE meta;
