-- +goose Up
-- What a teacher has done to a question that was answered, in all their classes. Of those that stand the newest counts.
CREATE TABLE correction (
  id           INTEGER PRIMARY KEY AUTOINCREMENT,
  teacher_id   INTEGER NOT NULL REFERENCES teacher (id) ON DELETE RESTRICT,
  question_id  TEXT NOT NULL,
  version      INTEGER NOT NULL,
  kind         TEXT NOT NULL CHECK (kind IN ('key', 'withdrawn', 'full')),
  right_parts  TEXT NOT NULL CHECK ((right_parts <> '') = (kind = 'key')), -- what is right, part by part, as JSON
  from_version INTEGER NOT NULL,             -- the wording whose key it is; 0 for none
  reason       TEXT NOT NULL,
  form_token   TEXT NOT NULL UNIQUE,         -- of the form that was sent
  made_at      INTEGER NOT NULL,
  undone_at    INTEGER,                      -- NULL while it stands
  settled_at   INTEGER,                      -- NULL while answers are decided about anew
  FOREIGN KEY (question_id, version) REFERENCES question_version (id, version)
) STRICT;
CREATE INDEX correction_question ON correction (question_id, version);
CREATE INDEX correction_teacher ON correction (teacher_id, id);
-- +goose StatementBegin
CREATE TRIGGER correction_stays BEFORE UPDATE ON correction
WHEN OLD.undone_at IS NOT NULL AND NEW.undone_at IS NOT OLD.undone_at OR NEW.kind <> OLD.kind
  OR NEW.right_parts <> OLD.right_parts OR NEW.reason <> OLD.reason OR NEW.question_id <> OLD.question_id
  OR NEW.version <> OLD.version OR NEW.teacher_id <> OLD.teacher_id OR NEW.made_at <> OLD.made_at
BEGIN SELECT RAISE(ABORT, 'what was corrected stays'); END;
-- +goose StatementEnd

-- A later decision may come from a correction too. The table is made anew, since SQLite cannot change a check.
CREATE TABLE new_regrade (
  id            INTEGER PRIMARY KEY AUTOINCREMENT,
  response_id   INTEGER NOT NULL REFERENCES response (id) ON DELETE CASCADE,
  acceptance_id INTEGER REFERENCES acceptance (id) ON DELETE RESTRICT,
  correction_id INTEGER REFERENCES correction (id) ON DELETE RESTRICT,
  teacher_id    INTEGER NOT NULL REFERENCES teacher (id) ON DELETE RESTRICT,
  cause         TEXT NOT NULL CHECK (cause IN ('accepted', 'undone', 'accepted before', -- before it was given
    'corrected', 'corrected before')),
  ruled         TEXT NOT NULL CHECK (ruled IN ('', 'key', 'withdrawn', 'full')), -- the correction that it was made under
  score_before  REAL NOT NULL CHECK (score_before BETWEEN 0 AND 1),
  marks_before  REAL NOT NULL,
  score         REAL NOT NULL CHECK (score BETWEEN 0 AND 1),
  marks         REAL NOT NULL,
  grade         TEXT,                        -- as in response
  regraded_at   INTEGER NOT NULL,
  CHECK ((acceptance_id IS NULL) <> (correction_id IS NULL))
) STRICT;
INSERT INTO new_regrade (id, response_id, acceptance_id, teacher_id, cause, ruled, score_before, marks_before, score,
  marks, grade, regraded_at)
SELECT id, response_id, acceptance_id, teacher_id, cause, '', score_before, marks_before, score, marks, grade, regraded_at
FROM regrade;
DELETE FROM sqlite_sequence WHERE name = 'new_regrade';
INSERT INTO sqlite_sequence (name, seq) SELECT 'new_regrade', seq FROM sqlite_sequence WHERE name = 'regrade';
DROP TABLE regrade;
ALTER TABLE new_regrade RENAME TO regrade;
CREATE INDEX regrade_response ON regrade (response_id, id);
CREATE INDEX regrade_acceptance ON regrade (acceptance_id);
CREATE INDEX regrade_correction ON regrade (correction_id);
-- +goose StatementBegin
CREATE TRIGGER regrade_stays BEFORE UPDATE ON regrade
BEGIN SELECT RAISE(ABORT, 'a decision is never changed'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER regrade_kept BEFORE DELETE ON regrade
WHEN EXISTS (SELECT 1 FROM response WHERE id = OLD.response_id)
BEGIN SELECT RAISE(ABORT, 'a decision is never deleted by itself'); END;
-- +goose StatementEnd

-- Answers to a question that was withdrawn say nothing about who needs help.
ALTER TABLE latest_answer ADD COLUMN withdrawn INTEGER NOT NULL DEFAULT 0 CHECK (withdrawn IN (0, 1));

-- +goose Down
ALTER TABLE latest_answer DROP COLUMN withdrawn;
CREATE TABLE old_regrade (
  id            INTEGER PRIMARY KEY AUTOINCREMENT,
  response_id   INTEGER NOT NULL REFERENCES response (id) ON DELETE CASCADE,
  acceptance_id INTEGER NOT NULL REFERENCES acceptance (id) ON DELETE RESTRICT,
  teacher_id    INTEGER NOT NULL REFERENCES teacher (id) ON DELETE RESTRICT,
  cause         TEXT NOT NULL CHECK (cause IN ('accepted', 'undone', 'accepted before')), -- before it was given
  score_before  REAL NOT NULL CHECK (score_before BETWEEN 0 AND 1),
  marks_before  REAL NOT NULL,
  score         REAL NOT NULL CHECK (score BETWEEN 0 AND 1),
  marks         REAL NOT NULL,
  grade         TEXT,                        -- as in response
  regraded_at   INTEGER NOT NULL
) STRICT;
INSERT INTO old_regrade (id, response_id, acceptance_id, teacher_id, cause, score_before, marks_before, score, marks,
  grade, regraded_at)
SELECT id, response_id, acceptance_id, teacher_id, cause, score_before, marks_before, score, marks, grade, regraded_at
FROM regrade WHERE acceptance_id IS NOT NULL;
DELETE FROM sqlite_sequence WHERE name = 'old_regrade';
INSERT INTO sqlite_sequence (name, seq) SELECT 'old_regrade', seq FROM sqlite_sequence WHERE name = 'regrade';
DROP TABLE regrade;
ALTER TABLE old_regrade RENAME TO regrade;
CREATE INDEX regrade_response ON regrade (response_id, id);
CREATE INDEX regrade_acceptance ON regrade (acceptance_id);
-- +goose StatementBegin
CREATE TRIGGER regrade_stays BEFORE UPDATE ON regrade
BEGIN SELECT RAISE(ABORT, 'a decision is never changed'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER regrade_kept BEFORE DELETE ON regrade
WHEN EXISTS (SELECT 1 FROM response WHERE id = OLD.response_id)
BEGIN SELECT RAISE(ABORT, 'a decision is never deleted by itself'); END;
-- +goose StatementEnd
DROP TABLE correction;
