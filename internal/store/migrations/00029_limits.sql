-- +goose Up
-- A draft may go when another was saved in the same minute, unless it is the first of its round, counts, or something
-- points at it; essay.Thinned says when it does. Every other text goes with its essay alone.
DROP TRIGGER essay_text_kept;
-- +goose StatementBegin
CREATE TRIGGER essay_text_kept BEFORE DELETE ON essay_text
WHEN EXISTS (SELECT 1 FROM essay WHERE id = OLD.essay_id) AND (
  OLD.tab = 'guest'
  OR EXISTS (SELECT 1 FROM essay WHERE id = OLD.essay_id AND rev = OLD.rev)
  OR OLD.round <> coalesce((SELECT p.round FROM essay_text p WHERE p.essay_id = OLD.essay_id AND p.rev < OLD.rev
    ORDER BY p.rev DESC LIMIT 1), 0)
  OR NOT EXISTS (SELECT 1 FROM essay_text n WHERE n.essay_id = OLD.essay_id AND n.rev > OLD.rev
    AND n.round = OLD.round AND n.saved_at / 60000 = OLD.saved_at / 60000)
  OR EXISTS (SELECT 1 FROM essay_event WHERE essay_id = OLD.essay_id AND rev = OLD.rev)
  OR EXISTS (SELECT 1 FROM judgement WHERE essay_id = OLD.essay_id AND rev = OLD.rev)
  OR EXISTS (SELECT 1 FROM mark WHERE essay_id = OLD.essay_id AND rev = OLD.rev)
  OR EXISTS (SELECT 1 FROM mark_note WHERE essay_id = OLD.essay_id AND rev = OLD.rev))
BEGIN SELECT RAISE(ABORT, 'a text is never deleted by itself'); END;
-- +goose StatementEnd

-- +goose Down
DROP TRIGGER essay_text_kept;
-- +goose StatementBegin
CREATE TRIGGER essay_text_kept BEFORE DELETE ON essay_text
WHEN EXISTS (SELECT 1 FROM essay WHERE id = OLD.essay_id)
BEGIN SELECT RAISE(ABORT, 'a text is never deleted by itself'); END;
-- +goose StatementEnd
