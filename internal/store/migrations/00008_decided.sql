-- +goose Up
-- Whose a wording is. A version number belongs to the one who gave it: version 2 of a school's own question and
-- version 2 of the built-in one are two wordings. Rows of before do not know whose they are: their origin is ''.
-- From here on number is the version that the author gave, and (id, version) is only the key of the row, to which the
-- answers refer: the next free version of the id.
ALTER TABLE question_version ADD COLUMN origin TEXT NOT NULL DEFAULT '' CHECK (origin IN ('', 'built-in', 'own'));
ALTER TABLE question_version ADD COLUMN number INTEGER NOT NULL DEFAULT 0;
UPDATE question_version SET number = version;
CREATE UNIQUE INDEX question_version_number ON question_version (id, origin, number);

-- What was decided about an answer, part by part, as JSON. NULL for answers of before, which are graded again to be
-- shown.
ALTER TABLE response ADD COLUMN grade TEXT;

-- A typed answer that a teacher accepts for everyone in their classes.
CREATE TABLE acceptance (
  id          INTEGER PRIMARY KEY AUTOINCREMENT,
  teacher_id  INTEGER NOT NULL REFERENCES teacher (id) ON DELETE RESTRICT,
  question_id TEXT NOT NULL,
  version     INTEGER NOT NULL,
  field       TEXT NOT NULL,                 -- the part of the question: a gap, or the correction
  text        TEXT NOT NULL,                 -- as it was typed
  accepted_at INTEGER NOT NULL,
  undone_at   INTEGER,                       -- NULL while it counts
  FOREIGN KEY (question_id, version) REFERENCES question_version (id, version)
) STRICT;
CREATE UNIQUE INDEX acceptance_once ON acceptance (teacher_id, question_id, version, field, text)
  WHERE undone_at IS NULL;
CREATE INDEX acceptance_question ON acceptance (question_id, version);

-- A later decision about an answer. Append-only: the newest counts, and the response keeps the first.
CREATE TABLE regrade (
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
-- +goose StatementBegin
CREATE TRIGGER acceptance_stays BEFORE UPDATE ON acceptance
WHEN OLD.undone_at IS NOT NULL OR NEW.undone_at IS NULL OR NEW.text <> OLD.text OR NEW.field <> OLD.field
  OR NEW.question_id <> OLD.question_id OR NEW.version <> OLD.version OR NEW.teacher_id <> OLD.teacher_id
BEGIN SELECT RAISE(ABORT, 'what was accepted stays'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER question_version_stays BEFORE UPDATE ON question_version
WHEN NEW.body <> OLD.body OR NEW.sha <> OLD.sha OR NEW.id <> OLD.id OR NEW.version <> OLD.version
  OR NEW.number <> OLD.number OR OLD.origin <> ''
BEGIN SELECT RAISE(ABORT, 'a question that was served stays as it was'); END;
-- +goose StatementEnd

-- +goose Down
DROP TRIGGER question_version_stays;
DROP TABLE regrade;
DROP TABLE acceptance;
ALTER TABLE response DROP COLUMN grade;
DROP INDEX question_version_number;
ALTER TABLE question_version DROP COLUMN number;
ALTER TABLE question_version DROP COLUMN origin;
