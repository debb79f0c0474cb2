-- +goose Up
-- Questions that a teacher has brought or written, in sets. Only their teacher sees them. What is handed out is copied
-- into question_version, under the id own-N, so that a set can go while the answers stay.
CREATE TABLE question_set (
  id         INTEGER PRIMARY KEY AUTOINCREMENT,
  teacher_id INTEGER NOT NULL REFERENCES teacher (id) ON DELETE CASCADE,
  name       TEXT NOT NULL CHECK (name <> ''),
  name_key   TEXT NOT NULL,                -- the name, folded
  created_at INTEGER NOT NULL,
  changed_at INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX question_set_name ON question_set (teacher_id, name_key);

CREATE TABLE own_question (
  id     INTEGER PRIMARY KEY AUTOINCREMENT, -- N of own-N: never given twice
  set_id INTEGER NOT NULL REFERENCES question_set (id) ON DELETE CASCADE
) STRICT;
CREATE INDEX own_question_set ON own_question (set_id, id);

-- The wordings of a question. The newest counts, and none is ever rewritten.
CREATE TABLE own_question_version (
  question_id INTEGER NOT NULL REFERENCES own_question (id) ON DELETE CASCADE,
  version     INTEGER NOT NULL CHECK (version > 0),
  title       TEXT NOT NULL CHECK (title <> ''),
  body        TEXT NOT NULL CHECK (body <> ''), -- as course.EncodeQuestion writes it; id and version are those of the row
  made_at     INTEGER NOT NULL,
  PRIMARY KEY (question_id, version)
) STRICT;

-- The forms that were taken, so that a form that is sent twice does once what it says.
CREATE TABLE question_set_form (
  token       TEXT PRIMARY KEY,
  set_id      INTEGER NOT NULL REFERENCES question_set (id) ON DELETE CASCADE,
  question_id INTEGER NOT NULL DEFAULT 0      -- 0 for forms about the whole set
) STRICT;
CREATE INDEX question_set_form_set ON question_set_form (set_id);

-- +goose StatementBegin
CREATE TRIGGER own_question_version_stays BEFORE UPDATE ON own_question_version
BEGIN SELECT RAISE(ABORT, 'a wording is never rewritten'); END;
-- +goose StatementEnd

-- +goose Down
DROP TABLE question_set_form;
DROP TABLE own_question_version;
DROP TABLE own_question;
DROP TABLE question_set;
