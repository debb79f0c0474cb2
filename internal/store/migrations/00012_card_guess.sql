-- +goose Up
-- What a student guessed about the writer of a source, before the card said it. It is never changed.
CREATE TABLE card_guess (
  student_id INTEGER NOT NULL REFERENCES student (id) ON DELETE CASCADE,
  bench      TEXT NOT NULL,
  source     TEXT NOT NULL,
  guess      TEXT NOT NULL CHECK (guess <> ''),
  guessed_at INTEGER NOT NULL,
  PRIMARY KEY (student_id, bench, source)
) STRICT, WITHOUT ROWID;
-- +goose StatementBegin
CREATE TRIGGER card_guess_stays BEFORE UPDATE ON card_guess BEGIN SELECT RAISE(ABORT, 'what was guessed stays'); END;
-- +goose StatementEnd

-- +goose Down
DROP TABLE card_guess;
