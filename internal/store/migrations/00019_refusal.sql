-- +goose Up
-- A typed answer that a teacher has looked at and not accepted: it is no longer shown to them, in any of their classes.
CREATE TABLE refusal (
  id          INTEGER PRIMARY KEY AUTOINCREMENT,
  teacher_id  INTEGER NOT NULL REFERENCES teacher (id) ON DELETE CASCADE,
  question_id TEXT NOT NULL,
  version     INTEGER NOT NULL,
  field       TEXT NOT NULL,                 -- the part of the question: a gap, or the correction
  text        TEXT NOT NULL,                 -- as it was typed
  refused_at  INTEGER NOT NULL,
  undone_at   INTEGER,                       -- NULL while it counts
  FOREIGN KEY (question_id, version) REFERENCES question_version (id, version)
) STRICT;
CREATE UNIQUE INDEX refusal_once ON refusal (teacher_id, question_id, version, field, text) WHERE undone_at IS NULL;
CREATE INDEX refusal_question ON refusal (question_id, version);
-- +goose StatementBegin
CREATE TRIGGER refusal_stays BEFORE UPDATE ON refusal
WHEN OLD.undone_at IS NOT NULL OR NEW.undone_at IS NULL OR NEW.text <> OLD.text OR NEW.field <> OLD.field
  OR NEW.question_id <> OLD.question_id OR NEW.version <> OLD.version OR NEW.teacher_id <> OLD.teacher_id
BEGIN SELECT RAISE(ABORT, 'what was refused stays'); END;
-- +goose StatementEnd

-- +goose Down
DROP TABLE refusal;
