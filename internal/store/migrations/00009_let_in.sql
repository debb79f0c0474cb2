-- +goose Up
-- Until when a teacher lets a student try PINs without waiting. Wrong PINs of computers that never signed in are counted by
-- address from now on: device is then the keyed hash of an address.
ALTER TABLE student ADD COLUMN let_in_until INTEGER;
DELETE FROM device WHERE known = 0;

-- +goose Down
ALTER TABLE student DROP COLUMN let_in_until;
