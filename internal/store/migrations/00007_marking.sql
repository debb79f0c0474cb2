-- +goose Up
-- A text is marked blind a second time once, and an author says once where a written part stands.
CREATE UNIQUE INDEX mark_second ON mark (essay_id, rev) WHERE purpose = 'second';
CREATE UNIQUE INDEX written_level_own ON written_level (response_id, part) WHERE teacher_id IS NULL;

-- The page that a note was sent from, so that a page can change what it has saved itself.
ALTER TABLE mark_note ADD COLUMN tab TEXT NOT NULL DEFAULT '';

-- The parts that an answer to a question is written in, by the version that was asked. The program fills it when it starts.
CREATE TABLE written_part (
  question_id TEXT NOT NULL,
  version     INTEGER NOT NULL,
  part        TEXT NOT NULL,
  PRIMARY KEY (question_id, version, part),
  FOREIGN KEY (question_id, version) REFERENCES question_version (id, version)
) STRICT, WITHOUT ROWID;

-- Written parts of answers that wait for a teacher's level. So nobody has to look through all answers for them.
CREATE TABLE written_open (
  response_id INTEGER NOT NULL REFERENCES response (id) ON DELETE CASCADE,
  part        TEXT NOT NULL,
  student_id  INTEGER NOT NULL REFERENCES student (id) ON DELETE CASCADE,
  PRIMARY KEY (response_id, part)
) STRICT, WITHOUT ROWID;
CREATE INDEX written_open_student ON written_open (student_id, response_id);

-- +goose StatementBegin
CREATE TRIGGER response_opens AFTER INSERT ON response BEGIN
  INSERT INTO written_open (response_id, part, student_id)
    SELECT NEW.id, p.part, a.student_id FROM written_part p JOIN attempt a ON a.id = NEW.attempt_id
    WHERE p.question_id = NEW.question_id AND p.version = NEW.version;
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER written_level_closes AFTER INSERT ON written_level WHEN NEW.teacher_id IS NOT NULL BEGIN
  DELETE FROM written_open WHERE response_id = NEW.response_id AND part = NEW.part;
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER attempt_moves AFTER UPDATE OF student_id ON attempt BEGIN
  UPDATE written_open SET student_id = NEW.student_id
    WHERE response_id IN (SELECT id FROM response WHERE attempt_id = NEW.id);
END;
-- +goose StatementEnd

-- +goose Down
DROP TRIGGER attempt_moves;
DROP TRIGGER written_level_closes;
DROP TRIGGER response_opens;
DROP TABLE written_open;
DROP TABLE written_part;
ALTER TABLE mark_note DROP COLUMN tab;
DROP INDEX written_level_own;
DROP INDEX mark_second;
