-- +goose Up
-- What a teacher settles for a class: who may still come in, how many at most, whether the year is over. A demo class
-- is invented and may be removed with a click.
ALTER TABLE class ADD COLUMN demo INTEGER NOT NULL DEFAULT 0 CHECK (demo IN (0, 1));
ALTER TABLE class ADD COLUMN archived_at INTEGER;            -- NULL while the class is taught
ALTER TABLE class ADD COLUMN door TEXT NOT NULL DEFAULT 'open' CHECK (door IN ('open', 'asks', 'closed'));
ALTER TABLE class ADD COLUMN places INTEGER CHECK (places > 0); -- NULL: as many as come

-- What a teacher settles for a student. Extra time is what is added to every time limit, in per cent.
ALTER TABLE student ADD COLUMN extra_time INTEGER NOT NULL DEFAULT 0 CHECK (extra_time IN (0, 25, 50, 100));
ALTER TABLE student ADD COLUMN plain_words INTEGER NOT NULL DEFAULT 0 CHECK (plain_words IN (0, 1));
ALTER TABLE student ADD COLUMN note TEXT NOT NULL DEFAULT '' CHECK (length(note) <= 500); -- for the teachers alone

-- +goose Down
ALTER TABLE student DROP COLUMN note;
ALTER TABLE student DROP COLUMN plain_words;
ALTER TABLE student DROP COLUMN extra_time;
ALTER TABLE class DROP COLUMN places;
ALTER TABLE class DROP COLUMN door;
ALTER TABLE class DROP COLUMN archived_at;
ALTER TABLE class DROP COLUMN demo;
