-- +goose Up
-- The class page that a teacher has left open, and until when it may still be kept up to date without names after
-- nobody has used the session for a while.
ALTER TABLE session ADD COLUMN wall_class INTEGER REFERENCES class (id) ON DELETE SET NULL;
ALTER TABLE session ADD COLUMN wall_until INTEGER;
CREATE INDEX session_wall ON session (wall_class) WHERE wall_class IS NOT NULL;

-- +goose Down
DROP INDEX session_wall;
ALTER TABLE session DROP COLUMN wall_until;
ALTER TABLE session DROP COLUMN wall_class;
