-- +goose Up
-- How many there are in the whole school, kept while they come and go: to count a hundred thousand students takes longer
-- than all the rest of the owner's page. A migration that builds student, teacher or class anew makes the triggers
-- anew.
CREATE TABLE school_count (
  what TEXT PRIMARY KEY CHECK (what IN ('student', 'guest', 'teacher', 'class')),
  n    INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO school_count (what, n) VALUES
  ('student', (SELECT count(*) FROM student WHERE class_id IS NOT NULL)),
  ('guest', (SELECT count(*) FROM student WHERE class_id IS NULL)),
  ('teacher', (SELECT count(*) FROM teacher WHERE left_at IS NULL)),
  ('class', (SELECT count(*) FROM class));

-- +goose StatementBegin
CREATE TRIGGER student_comes AFTER INSERT ON student
BEGIN
  UPDATE school_count SET n = n + 1 WHERE what = CASE WHEN NEW.class_id IS NULL THEN 'guest' ELSE 'student' END;
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER student_goes AFTER DELETE ON student
BEGIN
  UPDATE school_count SET n = n - 1 WHERE what = CASE WHEN OLD.class_id IS NULL THEN 'guest' ELSE 'student' END;
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER student_moves AFTER UPDATE OF class_id ON student
WHEN (OLD.class_id IS NULL) <> (NEW.class_id IS NULL)
BEGIN
  UPDATE school_count SET n = n + CASE WHEN (what = 'guest') = (NEW.class_id IS NULL) THEN 1 ELSE -1 END
  WHERE what IN ('student', 'guest');
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER teacher_comes AFTER INSERT ON teacher WHEN NEW.left_at IS NULL
BEGIN UPDATE school_count SET n = n + 1 WHERE what = 'teacher'; END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER teacher_goes AFTER DELETE ON teacher WHEN OLD.left_at IS NULL
BEGIN UPDATE school_count SET n = n - 1 WHERE what = 'teacher'; END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER teacher_leaves AFTER UPDATE OF left_at ON teacher WHEN (OLD.left_at IS NULL) <> (NEW.left_at IS NULL)
BEGIN UPDATE school_count SET n = n + CASE WHEN NEW.left_at IS NULL THEN 1 ELSE -1 END WHERE what = 'teacher'; END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER class_comes AFTER INSERT ON class
BEGIN UPDATE school_count SET n = n + 1 WHERE what = 'class'; END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER class_goes AFTER DELETE ON class
BEGIN UPDATE school_count SET n = n - 1 WHERE what = 'class'; END;
-- +goose StatementEnd

CREATE INDEX teacher_here ON teacher (name_key) WHERE left_at IS NULL; -- the list of teachers, by name
CREATE INDEX teacher_seen ON teacher (last_seen_at);                   -- who was here lately
CREATE INDEX class_created ON class (created_at);                      -- which classes may be due: the old ones

-- +goose Down
DROP INDEX class_created;
DROP INDEX teacher_seen;
DROP INDEX teacher_here;
DROP TRIGGER class_goes;
DROP TRIGGER class_comes;
DROP TRIGGER teacher_leaves;
DROP TRIGGER teacher_goes;
DROP TRIGGER teacher_comes;
DROP TRIGGER student_moves;
DROP TRIGGER student_goes;
DROP TRIGGER student_comes;
DROP TABLE school_count;
