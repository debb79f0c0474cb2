-- +goose Up
-- Who was erased for good, so that a restored older backup does not bring them back: see decision 025. Numbers and times
-- alone. A number may be given again after a restore, a number together with the moment when it was given may not.
CREATE TABLE erased (
  what      TEXT NOT NULL CHECK (what IN ('student', 'class', 'name')), -- 'name': the student stays, without a name
  id        INTEGER NOT NULL,
  made_at   INTEGER NOT NULL,
  erased_at INTEGER NOT NULL,
  PRIMARY KEY (what, id, made_at)
) STRICT, WITHOUT ROWID;

-- Students who are not here any more, and whom a backup may still have: guests who have become somebody in a class, and
-- who was merged with another or removed. They are erased together with whom, or what, they belonged to.
CREATE TABLE former (
  student_id INTEGER NOT NULL,
  made_at    INTEGER NOT NULL,
  now_id     INTEGER REFERENCES student (id) ON DELETE CASCADE, -- who has their work now
  class_id   INTEGER REFERENCES class (id) ON DELETE CASCADE,   -- the class that they were removed from
  PRIMARY KEY (student_id, made_at)
) STRICT, WITHOUT ROWID;
CREATE INDEX former_now ON former (now_id) WHERE now_id IS NOT NULL;
CREATE INDEX former_class ON former (class_id) WHERE class_id IS NOT NULL;

-- When a teacher last said that a class which nobody uses is to be kept.
ALTER TABLE class ADD COLUMN kept_at INTEGER;

-- +goose Down
ALTER TABLE class DROP COLUMN kept_at;
DROP TABLE former;
DROP TABLE erased;
