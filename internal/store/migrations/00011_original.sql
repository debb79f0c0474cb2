-- +goose Up
-- What a school has added of the originals of the sources, one text for each. All classes of the installation share it.
CREATE TABLE original (
  source   TEXT PRIMARY KEY,                  -- id of the source in the course
  text     TEXT NOT NULL CHECK (length(text) BETWEEN 1 AND 40000),
  file     TEXT NOT NULL,                     -- the name of the file that it came in, '' when it was pasted
  added_by INTEGER REFERENCES teacher (id) ON DELETE SET NULL,  -- NULL also when it came by the command line
  added_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- +goose Down
DROP TABLE original;
