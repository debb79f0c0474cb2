-- +goose Up
-- The round of the text for which a phrase was first picked. A number can stand in a text before anything is picked
-- under it: what is picked while the next text is being written is no evidence of the one that was marked.
ALTER TABLE pick ADD COLUMN round INTEGER NOT NULL DEFAULT 1;
UPDATE pick SET round = coalesce((
  SELECT max(v.round) FROM essay e JOIN essay_event v ON v.essay_id = e.id
  WHERE e.student_id = pick.student_id AND e.bench = pick.bench AND v.action = 'revise' AND v.at <= pick.picked_at), 1);

-- +goose Down
ALTER TABLE pick DROP COLUMN round;
