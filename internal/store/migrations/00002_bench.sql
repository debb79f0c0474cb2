-- +goose Up
-- The source bench. What a student does there before writing.

-- How far a student trusts a source, 1 to 5: before they know who wrote it, and after. Neither is ever changed.
CREATE TABLE trust (
  student_id INTEGER NOT NULL REFERENCES student (id) ON DELETE CASCADE,
  bench      TEXT NOT NULL,
  source     TEXT NOT NULL,
  before     INTEGER NOT NULL CHECK (before BETWEEN 1 AND 5),
  before_at  INTEGER NOT NULL,
  after      INTEGER CHECK (after BETWEEN 1 AND 5),
  moved      TEXT,                            -- one sentence on what moved, or did not
  after_at   INTEGER,
  PRIMARY KEY (student_id, bench, source),
  CHECK ((after IS NULL) = (moved IS NULL) AND (after IS NULL) = (after_at IS NULL))
) STRICT, WITHOUT ROWID;

-- Phrases picked as evidence. A number is given once and never to another phrase, so that [2] in an old text stays what it was.
CREATE TABLE pick (
  student_id INTEGER NOT NULL REFERENCES student (id) ON DELETE CASCADE,
  bench      TEXT NOT NULL,
  phrase     TEXT NOT NULL,
  number     INTEGER NOT NULL CHECK (number > 0),
  source     TEXT NOT NULL,
  quote      TEXT NOT NULL,                   -- as it was when it was picked
  kept       INTEGER NOT NULL CHECK (kept IN (0, 1)),
  picked_at  INTEGER NOT NULL,
  PRIMARY KEY (student_id, bench, phrase),
  UNIQUE (student_id, bench, number)
) STRICT, WITHOUT ROWID;

-- Why the two differ: at most one reason of each kind.
CREATE TABLE reason (
  student_id INTEGER NOT NULL REFERENCES student (id) ON DELETE CASCADE,
  bench      TEXT NOT NULL,
  kind       TEXT NOT NULL,
  first      TEXT NOT NULL,                   -- a picked phrase of the first source, or ''
  second     TEXT NOT NULL,
  fact       TEXT NOT NULL,
  so         TEXT NOT NULL,
  saved_at   INTEGER NOT NULL,
  PRIMARY KEY (student_id, bench, kind)
) STRICT, WITHOUT ROWID;

-- Questions of the coach that a student has put away.
CREATE TABLE nudge_closed (
  student_id INTEGER NOT NULL REFERENCES student (id) ON DELETE CASCADE,
  bench      TEXT NOT NULL,
  rule       TEXT NOT NULL,
  closed_at  INTEGER NOT NULL,
  PRIMARY KEY (student_id, bench, rule)
) STRICT, WITHOUT ROWID;

-- Levels that a student gave to an example before judging their own draft. Append-only.
CREATE TABLE calibration (
  student_id INTEGER NOT NULL REFERENCES student (id) ON DELETE CASCADE,
  rubric     TEXT NOT NULL,
  bench      TEXT NOT NULL,                   -- whose examples they were
  exemplar   TEXT NOT NULL,
  try        INTEGER NOT NULL CHECK (try > 0),
  skill      TEXT NOT NULL,
  level      INTEGER NOT NULL CHECK (level BETWEEN 0 AND 4),
  given_at   INTEGER NOT NULL,
  PRIMARY KEY (student_id, rubric, exemplar, try, skill)
) STRICT, WITHOUT ROWID;

-- A written judgement and where it stands. Its text, its way and its marks stand in tables of their own, which only grow.
CREATE TABLE essay (
  id            INTEGER PRIMARY KEY AUTOINCREMENT,
  student_id    INTEGER NOT NULL REFERENCES student (id) ON DELETE CASCADE,
  bench         TEXT NOT NULL,
  bench_version INTEGER NOT NULL,
  rubric        TEXT NOT NULL,
  state         TEXT NOT NULL CHECK (state IN ('draft', 'self_assessed', 'submitted', 'claimed', 'marked', 'returned', 'revising', 'resubmitted', 'final')),
  round         INTEGER NOT NULL CHECK (round BETWEEN 1 AND 3),
  rev           INTEGER NOT NULL,             -- of the newest text
  submitted_at  INTEGER,                      -- of this round; NULL while it is being written
  claimed_by    INTEGER REFERENCES teacher (id) ON DELETE SET NULL,
  claimed_at    INTEGER,
  UNIQUE (student_id, bench),
  CHECK ((state = 'claimed') = (claimed_at IS NOT NULL))
) STRICT;
CREATE INDEX essay_bench ON essay (bench, state);

CREATE TABLE essay_text (
  essay_id INTEGER NOT NULL REFERENCES essay (id) ON DELETE CASCADE,
  rev      INTEGER NOT NULL CHECK (rev > 0),
  round    INTEGER NOT NULL,
  tab      TEXT NOT NULL,                     -- the page that sent it
  text     TEXT NOT NULL,
  saved_at INTEGER NOT NULL,
  PRIMARY KEY (essay_id, rev)
) STRICT, WITHOUT ROWID;

-- Every step on its way: who, when, from where to where.
CREATE TABLE essay_event (
  id         INTEGER PRIMARY KEY AUTOINCREMENT,
  essay_id   INTEGER NOT NULL REFERENCES essay (id) ON DELETE CASCADE,
  at         INTEGER NOT NULL,
  actor      TEXT NOT NULL,                   -- 'student', 'teacher 1', 'program'
  action     TEXT NOT NULL,
  from_state TEXT NOT NULL,
  to_state   TEXT NOT NULL,
  round      INTEGER NOT NULL,                -- after the step
  rev        INTEGER NOT NULL,
  mark_id    INTEGER REFERENCES mark (id) ON DELETE CASCADE -- of a return
) STRICT;
CREATE INDEX essay_event_essay ON essay_event (essay_id, id);

-- The student's own levels, each with the sentence that shows it. They never count as marks.
CREATE TABLE judgement (
  id        INTEGER PRIMARY KEY AUTOINCREMENT,
  essay_id  INTEGER NOT NULL REFERENCES essay (id) ON DELETE CASCADE,
  round     INTEGER NOT NULL,
  rev       INTEGER NOT NULL,
  skill     TEXT NOT NULL,
  level     INTEGER NOT NULL CHECK (level BETWEEN 0 AND 4),
  sentence  TEXT NOT NULL,
  judged_at INTEGER NOT NULL
) STRICT;
CREATE INDEX judgement_essay ON judgement (essay_id, id);

-- "My next step is …", written after the comments were read and before the levels are shown.
CREATE TABLE next_step (
  essay_id   INTEGER NOT NULL REFERENCES essay (id) ON DELETE CASCADE,
  round      INTEGER NOT NULL,
  text       TEXT NOT NULL,
  written_at INTEGER NOT NULL,
  PRIMARY KEY (essay_id, round)
) STRICT, WITHOUT ROWID;

-- What a teacher has put down for a text and not finished yet.
CREATE TABLE mark_note (
  essay_id   INTEGER NOT NULL REFERENCES essay (id) ON DELETE CASCADE,
  teacher_id INTEGER NOT NULL REFERENCES teacher (id) ON DELETE CASCADE,
  rev        INTEGER NOT NULL,
  purpose    TEXT NOT NULL CHECK (purpose IN ('first', 'second', 'agreed')),
  field      TEXT NOT NULL,                   -- 'level.sourcing', 'comment.sourcing', 'strength', 'target'
  value      TEXT NOT NULL,
  noted_at   INTEGER NOT NULL,
  PRIMARY KEY (essay_id, teacher_id, rev, purpose, field)
) STRICT, WITHOUT ROWID;

-- A finished marking. Append-only: the newest of its purpose counts.
CREATE TABLE mark (
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
CREATE INDEX mark_essay ON mark (essay_id, rev, purpose);

CREATE TABLE mark_level (
  mark_id INTEGER NOT NULL REFERENCES mark (id) ON DELETE CASCADE,
  skill   TEXT NOT NULL,
  level   INTEGER NOT NULL CHECK (level BETWEEN 0 AND 4),
  comment TEXT NOT NULL,
  PRIMARY KEY (mark_id, skill)
) STRICT, WITHOUT ROWID;

-- Levels that a teacher gave to a bench's two examples before marking.
CREATE TABLE seed_level (
  teacher_id INTEGER NOT NULL REFERENCES teacher (id) ON DELETE CASCADE,
  bench      TEXT NOT NULL,
  exemplar   TEXT NOT NULL,
  skill      TEXT NOT NULL,
  level      INTEGER NOT NULL CHECK (level BETWEEN 0 AND 4),
  given_at   INTEGER NOT NULL,
  PRIMARY KEY (teacher_id, bench, exemplar, skill)
) STRICT, WITHOUT ROWID;

-- Levels of the written parts of a question: the student's own (no teacher) and a teacher's. Append-only: the newest of each counts.
CREATE TABLE written_level (
  id          INTEGER PRIMARY KEY AUTOINCREMENT,
  response_id INTEGER NOT NULL REFERENCES response (id) ON DELETE CASCADE,
  part        TEXT NOT NULL,
  teacher_id  INTEGER REFERENCES teacher (id) ON DELETE CASCADE,
  level       INTEGER NOT NULL CHECK (level BETWEEN 0 AND 4),
  given_at    INTEGER NOT NULL
) STRICT;
CREATE INDEX written_level_response ON written_level (response_id, part);

-- What has been written is never rewritten.
-- +goose StatementBegin
CREATE TRIGGER essay_text_stays BEFORE UPDATE ON essay_text BEGIN SELECT RAISE(ABORT, 'a text is never changed'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER essay_event_stays BEFORE UPDATE ON essay_event BEGIN SELECT RAISE(ABORT, 'a step is never changed'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER mark_stays BEFORE UPDATE ON mark BEGIN SELECT RAISE(ABORT, 'a mark is never changed'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER mark_level_stays BEFORE UPDATE ON mark_level BEGIN SELECT RAISE(ABORT, 'a mark is never changed'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER trust_before_stays BEFORE UPDATE ON trust WHEN OLD.before <> NEW.before OR OLD.after IS NOT NULL BEGIN SELECT RAISE(ABORT, 'what was said stays'); END;
-- +goose StatementEnd

-- +goose Down
DROP TABLE written_level;
DROP TABLE seed_level;
DROP TABLE mark_level;
DROP TABLE essay_event;
DROP TABLE mark;
DROP TABLE mark_note;
DROP TABLE next_step;
DROP TABLE judgement;
DROP TABLE essay_text;
DROP TABLE essay;
DROP TABLE calibration;
DROP TABLE nudge_closed;
DROP TABLE reason;
DROP TABLE pick;
DROP TABLE trust;
