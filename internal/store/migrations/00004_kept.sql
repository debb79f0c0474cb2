-- +goose Up
-- What was only said so far is held from here on: what has been given is never changed or deleted, and a mark never
-- goes with the teacher who gave it.

-- Marks and levels keep their teacher. The tables are made anew, since SQLite cannot change what a column refers to;
-- migrations run with foreign keys off, and the numbers go on where they were.
CREATE TABLE new_mark (
  id         INTEGER PRIMARY KEY AUTOINCREMENT,
  essay_id   INTEGER NOT NULL REFERENCES essay (id) ON DELETE CASCADE,
  rev        INTEGER NOT NULL,
  round      INTEGER NOT NULL,
  teacher_id INTEGER NOT NULL REFERENCES teacher (id) ON DELETE RESTRICT,
  purpose    TEXT NOT NULL CHECK (purpose IN ('first', 'second', 'agreed')),
  strength   TEXT NOT NULL,
  target     TEXT NOT NULL,
  form_token TEXT NOT NULL UNIQUE,
  marked_at  INTEGER NOT NULL
) STRICT;
INSERT INTO new_mark (id, essay_id, rev, round, teacher_id, purpose, strength, target, form_token, marked_at)
SELECT id, essay_id, rev, round, teacher_id, purpose, strength, target, form_token, marked_at FROM mark;
DELETE FROM sqlite_sequence WHERE name = 'new_mark';
INSERT INTO sqlite_sequence (name, seq) SELECT 'new_mark', seq FROM sqlite_sequence WHERE name = 'mark';
DROP TABLE mark;
ALTER TABLE new_mark RENAME TO mark;
CREATE INDEX mark_essay ON mark (essay_id, rev, purpose);

CREATE TABLE new_written_level (
  id          INTEGER PRIMARY KEY AUTOINCREMENT,
  response_id INTEGER NOT NULL REFERENCES response (id) ON DELETE CASCADE,
  part        TEXT NOT NULL,
  teacher_id  INTEGER REFERENCES teacher (id) ON DELETE RESTRICT,
  level       INTEGER NOT NULL CHECK (level BETWEEN 0 AND 4),
  given_at    INTEGER NOT NULL
) STRICT;
INSERT INTO new_written_level (id, response_id, part, teacher_id, level, given_at)
SELECT id, response_id, part, teacher_id, level, given_at FROM written_level;
DELETE FROM sqlite_sequence WHERE name = 'new_written_level';
INSERT INTO sqlite_sequence (name, seq)
SELECT 'new_written_level', seq FROM sqlite_sequence WHERE name = 'written_level';
DROP TABLE written_level;
ALTER TABLE new_written_level RENAME TO written_level;
CREATE INDEX written_level_response ON written_level (response_id, part);

-- Who took a step, as a number; NULL for a student and for the program.
ALTER TABLE essay_event ADD COLUMN actor_id INTEGER
  GENERATED ALWAYS AS (CASE WHEN actor LIKE 'teacher %' THEN CAST(substr(actor, 9) AS INTEGER) END) VIRTUAL;

CREATE INDEX class_teacher_teacher ON class_teacher (teacher_id);
CREATE INDEX essay_event_mark ON essay_event (mark_id);
CREATE INDEX response_question ON response (question_id);
DROP INDEX essay_bench; -- no query uses it

-- The first quiz is the first by the order of the last answers. Until now it went by dates, and a clock that was set
-- back made a later quiz the first.
CREATE TABLE quiz_order (
  student_id  INTEGER NOT NULL,
  lesson      TEXT NOT NULL,
  number      INTEGER NOT NULL,
  number_back INTEGER NOT NULL,
  marks       REAL NOT NULL,
  out_of      REAL NOT NULL,
  PRIMARY KEY (student_id, lesson, number)
) STRICT, WITHOUT ROWID;
INSERT INTO quiz_order (student_id, lesson, number, number_back, marks, out_of)
SELECT student_id, lesson, row_number() OVER (PARTITION BY student_id, lesson ORDER BY last),
  row_number() OVER (PARTITION BY student_id, lesson ORDER BY last DESC), marks, out_of
FROM (
  SELECT a.student_id, a.lesson, max(r.id) AS last, sum(r.marks) AS marks, sum(r.out_of) AS out_of
  FROM attempt a JOIN response r ON r.attempt_id = a.id
  WHERE a.kind = 'quiz' AND a.submitted_at IS NOT NULL GROUP BY a.id, a.student_id, a.lesson
) AS finished;
UPDATE quiz_progress SET first_marks = f.marks, first_out_of = f.out_of
FROM quiz_order AS f
WHERE f.student_id = quiz_progress.student_id AND f.lesson = quiz_progress.lesson AND f.number = 1;
UPDATE quiz_progress SET latest_share = l.marks / l.out_of
FROM quiz_order AS l
WHERE l.student_id = quiz_progress.student_id AND l.lesson = quiz_progress.lesson AND l.number_back = 1;
DROP TABLE quiz_order;

-- What was given is never changed.
-- +goose StatementBegin
CREATE TRIGGER mark_stays BEFORE UPDATE ON mark
BEGIN SELECT RAISE(ABORT, 'a mark is never changed'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER response_stays BEFORE UPDATE ON response
BEGIN SELECT RAISE(ABORT, 'an answer is never changed'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER judgement_stays BEFORE UPDATE ON judgement
BEGIN SELECT RAISE(ABORT, 'what was said stays'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER calibration_stays BEFORE UPDATE ON calibration
BEGIN SELECT RAISE(ABORT, 'what was said stays'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER written_level_stays BEFORE UPDATE ON written_level
BEGIN SELECT RAISE(ABORT, 'a level is never changed'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER next_step_stays BEFORE UPDATE ON next_step
BEGIN SELECT RAISE(ABORT, 'what was said stays'); END;
-- +goose StatementEnd

-- Nor is it deleted, except together with the answer, the essay or the person that it belongs to.
-- +goose StatementBegin
CREATE TRIGGER response_kept BEFORE DELETE ON response
WHEN EXISTS (SELECT 1 FROM attempt WHERE id = OLD.attempt_id)
BEGIN SELECT RAISE(ABORT, 'an answer is never deleted by itself'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER judgement_kept BEFORE DELETE ON judgement
WHEN EXISTS (SELECT 1 FROM essay WHERE id = OLD.essay_id)
BEGIN SELECT RAISE(ABORT, 'what was said stays'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER calibration_kept BEFORE DELETE ON calibration
WHEN EXISTS (SELECT 1 FROM student WHERE id = OLD.student_id)
BEGIN SELECT RAISE(ABORT, 'what was said stays'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER written_level_kept BEFORE DELETE ON written_level
WHEN EXISTS (SELECT 1 FROM response WHERE id = OLD.response_id)
BEGIN SELECT RAISE(ABORT, 'a level is never deleted by itself'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER next_step_kept BEFORE DELETE ON next_step
WHEN EXISTS (SELECT 1 FROM essay WHERE id = OLD.essay_id)
BEGIN SELECT RAISE(ABORT, 'what was said stays'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER essay_text_kept BEFORE DELETE ON essay_text
WHEN EXISTS (SELECT 1 FROM essay WHERE id = OLD.essay_id)
BEGIN SELECT RAISE(ABORT, 'a text is never deleted by itself'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER essay_event_kept BEFORE DELETE ON essay_event
WHEN EXISTS (SELECT 1 FROM essay WHERE id = OLD.essay_id)
BEGIN SELECT RAISE(ABORT, 'a step is never deleted by itself'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER mark_kept BEFORE DELETE ON mark
WHEN EXISTS (SELECT 1 FROM essay WHERE id = OLD.essay_id)
BEGIN SELECT RAISE(ABORT, 'a mark is never deleted by itself'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER mark_level_kept BEFORE DELETE ON mark_level
WHEN EXISTS (SELECT 1 FROM mark WHERE id = OLD.mark_id)
BEGIN SELECT RAISE(ABORT, 'a mark is never deleted by itself'); END;
-- +goose StatementEnd

-- +goose Down
DROP TRIGGER response_kept;
DROP TRIGGER judgement_kept;
DROP TRIGGER calibration_kept;
DROP TRIGGER next_step_kept;
DROP TRIGGER essay_text_kept;
DROP TRIGGER essay_event_kept;
DROP TRIGGER mark_level_kept;
DROP TRIGGER response_stays;
DROP TRIGGER judgement_stays;
DROP TRIGGER calibration_stays;
DROP TRIGGER next_step_stays;
DROP INDEX class_teacher_teacher;
DROP INDEX essay_event_mark;
DROP INDEX response_question;
CREATE INDEX essay_bench ON essay (bench, state);
ALTER TABLE essay_event DROP COLUMN actor_id;
CREATE TABLE new_mark (
  id         INTEGER PRIMARY KEY AUTOINCREMENT,
  essay_id   INTEGER NOT NULL REFERENCES essay (id) ON DELETE CASCADE,
  rev        INTEGER NOT NULL,
  round      INTEGER NOT NULL,
  teacher_id INTEGER NOT NULL REFERENCES teacher (id) ON DELETE CASCADE,
  purpose    TEXT NOT NULL CHECK (purpose IN ('first', 'second', 'agreed')),
  strength   TEXT NOT NULL,
  target     TEXT NOT NULL,
  form_token TEXT NOT NULL UNIQUE,
  marked_at  INTEGER NOT NULL
) STRICT;
INSERT INTO new_mark (id, essay_id, rev, round, teacher_id, purpose, strength, target, form_token, marked_at)
SELECT id, essay_id, rev, round, teacher_id, purpose, strength, target, form_token, marked_at FROM mark;
DELETE FROM sqlite_sequence WHERE name = 'new_mark';
INSERT INTO sqlite_sequence (name, seq) SELECT 'new_mark', seq FROM sqlite_sequence WHERE name = 'mark';
DROP TABLE mark;
ALTER TABLE new_mark RENAME TO mark;
CREATE INDEX mark_essay ON mark (essay_id, rev, purpose);
-- +goose StatementBegin
CREATE TRIGGER mark_stays BEFORE UPDATE ON mark
BEGIN SELECT RAISE(ABORT, 'a mark is never changed'); END;
-- +goose StatementEnd
CREATE TABLE new_written_level (
  id          INTEGER PRIMARY KEY AUTOINCREMENT,
  response_id INTEGER NOT NULL REFERENCES response (id) ON DELETE CASCADE,
  part        TEXT NOT NULL,
  teacher_id  INTEGER REFERENCES teacher (id) ON DELETE CASCADE,
  level       INTEGER NOT NULL CHECK (level BETWEEN 0 AND 4),
  given_at    INTEGER NOT NULL
) STRICT;
INSERT INTO new_written_level (id, response_id, part, teacher_id, level, given_at)
SELECT id, response_id, part, teacher_id, level, given_at FROM written_level;
DELETE FROM sqlite_sequence WHERE name = 'new_written_level';
INSERT INTO sqlite_sequence (name, seq)
SELECT 'new_written_level', seq FROM sqlite_sequence WHERE name = 'written_level';
DROP TABLE written_level;
ALTER TABLE new_written_level RENAME TO written_level;
CREATE INDEX written_level_response ON written_level (response_id, part);
