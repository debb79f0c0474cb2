-- +goose Up
-- Some students of a class, to whom work can be handed out.
CREATE TABLE student_group (
  id       INTEGER PRIMARY KEY AUTOINCREMENT,
  class_id INTEGER NOT NULL REFERENCES class (id) ON DELETE CASCADE,
  name     TEXT NOT NULL,
  name_key TEXT NOT NULL,                    -- folded
  UNIQUE (class_id, name_key)
) STRICT;

CREATE TABLE group_member (
  group_id   INTEGER NOT NULL REFERENCES student_group (id) ON DELETE CASCADE,
  student_id INTEGER NOT NULL REFERENCES student (id) ON DELETE CASCADE,
  PRIMARY KEY (group_id, student_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX group_member_student ON group_member (student_id);

-- Lessons that a class may not read yet.
CREATE TABLE hidden_lesson (
  class_id INTEGER NOT NULL REFERENCES class (id) ON DELETE CASCADE,
  lesson   TEXT NOT NULL,
  PRIMARY KEY (class_id, lesson)
) STRICT, WITHOUT ROWID;

-- Work that a teacher has handed out to a class. Times are those of the server's clock.
CREATE TABLE assignment (
  id           INTEGER PRIMARY KEY AUTOINCREMENT,
  class_id     INTEGER NOT NULL REFERENCES class (id) ON DELETE CASCADE,
  teacher_id   INTEGER REFERENCES teacher (id) ON DELETE SET NULL, -- who handed it out
  form_token   TEXT NOT NULL UNIQUE,         -- of the form that did
  kind         TEXT NOT NULL CHECK (kind IN ('lesson', 'quiz', 'bench')),
  subject      TEXT NOT NULL CHECK ((kind = 'quiz') = (subject = '')), -- id of the lesson or the bench
  title        TEXT NOT NULL,
  test         INTEGER NOT NULL CHECK (test IN (0, 1)), -- or practice
  drawn        INTEGER NOT NULL DEFAULT 0 CHECK (drawn >= 0), -- questions that are drawn for each student; 0: all of them
  shuffled     INTEGER NOT NULL DEFAULT 0 CHECK (shuffled IN (0, 1)),
  attempts     INTEGER NOT NULL DEFAULT 0 CHECK (attempts >= 0), -- 0: as many as they like
  minutes      INTEGER CHECK (minutes > 0),  -- NULL: no limit
  results      TEXT NOT NULL CHECK (results IN ('at once', 'closed', 'released')),
  opens_at     INTEGER,
  due_at       INTEGER,
  closes_at    INTEGER,
  released_at  INTEGER,
  withdrawn_at INTEGER,
  revision     INTEGER NOT NULL DEFAULT 1,
  created_at   INTEGER NOT NULL,
  CHECK (opens_at IS NULL OR closes_at IS NULL OR opens_at < closes_at)
) STRICT;
CREATE INDEX assignment_class ON assignment (class_id);

-- To whom: without a row, to the whole class.
CREATE TABLE assignment_group (
  assignment_id INTEGER NOT NULL REFERENCES assignment (id) ON DELETE CASCADE,
  group_id      INTEGER NOT NULL REFERENCES student_group (id) ON DELETE RESTRICT,
  PRIMARY KEY (assignment_id, group_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX assignment_group_group ON assignment_group (group_id);

CREATE TABLE assignment_question (
  assignment_id INTEGER NOT NULL REFERENCES assignment (id) ON DELETE CASCADE,
  position      INTEGER NOT NULL CHECK (position > 0),
  question_id   TEXT NOT NULL,
  version       INTEGER NOT NULL,
  out_of        REAL NOT NULL CHECK (out_of > 0), -- marks, so that a question without an answer counts too
  PRIMARY KEY (assignment_id, position),
  UNIQUE (assignment_id, question_id),
  FOREIGN KEY (question_id, version) REFERENCES question_version (id, version)
) STRICT, WITHOUT ROWID;

-- What one student gets besides: more attempts, or more time after the close.
CREATE TABLE assignment_grant (
  assignment_id INTEGER NOT NULL REFERENCES assignment (id) ON DELETE CASCADE,
  student_id    INTEGER NOT NULL REFERENCES student (id) ON DELETE CASCADE,
  attempts      INTEGER NOT NULL DEFAULT 0 CHECK (attempts >= 0),
  closes_at     INTEGER,
  PRIMARY KEY (assignment_id, student_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX assignment_grant_student ON assignment_grant (student_id);

-- An attempt at a quiz that was handed out has no lesson: its lesson is ''.
ALTER TABLE attempt ADD COLUMN assignment_id INTEGER REFERENCES assignment (id) ON DELETE SET NULL;
CREATE INDEX attempt_assignment ON attempt (assignment_id) WHERE assignment_id IS NOT NULL;

-- +goose Down
DROP INDEX attempt_assignment;
ALTER TABLE attempt DROP COLUMN assignment_id;
DROP TABLE assignment_grant;
DROP TABLE assignment_question;
DROP TABLE assignment_group;
DROP TABLE assignment;
DROP TABLE hidden_lesson;
DROP TABLE group_member;
DROP TABLE student_group;
