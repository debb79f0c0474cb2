-- +goose Up
-- What a teacher did to the list of a class, with all that it takes to undo it. It can be undone for an hour; the sweep
-- deletes it after that, since names stand in it.
CREATE TABLE roster_step (
  id         INTEGER PRIMARY KEY AUTOINCREMENT,
  class_id   INTEGER NOT NULL REFERENCES class (id) ON DELETE CASCADE,
  teacher_id INTEGER REFERENCES teacher (id) ON DELETE SET NULL,
  kind       TEXT NOT NULL CHECK (kind IN ('add', 'rename', 'move', 'merge', 'remove')),
  data       TEXT NOT NULL,                   -- JSON
  form_token TEXT NOT NULL UNIQUE,            -- of the form that asked for it
  taken_at   INTEGER NOT NULL,
  undone_at  INTEGER,
  over_at    INTEGER                          -- when the sweep first found that its hour is over
) STRICT;
CREATE INDEX roster_step_class ON roster_step (class_id, id);

-- Students who were removed, or merged into another, and can still be brought back. They have no class, no name and no
-- session meanwhile; their work stays with them.
CREATE TABLE roster_held (
  student_id INTEGER PRIMARY KEY REFERENCES student (id) ON DELETE CASCADE,
  step_id    INTEGER NOT NULL REFERENCES roster_step (id) ON DELETE CASCADE
) STRICT;
CREATE INDEX roster_held_step ON roster_held (step_id);

-- Merging copies what somebody practised. Undoing it deletes the copy, as long as the original is there.
DROP TRIGGER calibration_kept;
-- +goose StatementBegin
CREATE TRIGGER calibration_kept BEFORE DELETE ON calibration
WHEN EXISTS (SELECT 1 FROM student WHERE id = OLD.student_id)
  AND NOT EXISTS (SELECT 1 FROM roster_held h CROSS JOIN calibration c ON c.student_id = h.student_id
    WHERE c.student_id <> OLD.student_id AND c.rubric = OLD.rubric AND c.bench = OLD.bench
      AND c.exemplar = OLD.exemplar AND c.try = OLD.try AND c.skill = OLD.skill AND c.level = OLD.level
      AND c.given_at = OLD.given_at)
BEGIN SELECT RAISE(ABORT, 'what was said stays'); END;
-- +goose StatementEnd

-- +goose Down
DROP TRIGGER calibration_kept;
-- +goose StatementBegin
CREATE TRIGGER calibration_kept BEFORE DELETE ON calibration
WHEN EXISTS (SELECT 1 FROM student WHERE id = OLD.student_id)
BEGIN SELECT RAISE(ABORT, 'what was said stays'); END;
-- +goose StatementEnd
DROP TABLE roster_held;
DROP TABLE roster_step;
