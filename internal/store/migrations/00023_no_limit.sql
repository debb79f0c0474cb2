-- +goose Up
-- Extra time may be no limit at all, which is kept as 1000 per cent. A check of a column cannot be changed in place.
ALTER TABLE student ADD COLUMN extra INTEGER NOT NULL DEFAULT 0 CHECK (extra IN (0, 25, 50, 100, 1000));
UPDATE student SET extra = extra_time;
ALTER TABLE student DROP COLUMN extra_time;
ALTER TABLE student RENAME COLUMN extra TO extra_time;

-- +goose Down
ALTER TABLE student ADD COLUMN extra INTEGER NOT NULL DEFAULT 0 CHECK (extra IN (0, 25, 50, 100));
UPDATE student SET extra = min(extra_time, 100);
ALTER TABLE student DROP COLUMN extra_time;
ALTER TABLE student RENAME COLUMN extra TO extra_time;
