package store

import (
	"context"

	"dossier/internal/classroom"
	"dossier/internal/essay"
)

// lately is how many texts of an essay are looked at when another is added. Those before them were looked at then.
const lately = 8

// thinTexts deletes drafts that need not be kept, see essay.Thinned. A trigger holds it to that rule.
func thinTexts(ctx context.Context, t tx, e classroom.Essay) error {
	saved, err := collect(ctx, t, func(row scanner) (x essay.Saved, err error) {
		var at int64
		err = row.Scan(&x.Rev, &x.Round, &x.Page, &at, &x.First, &x.Named)
		x.At = fromMillis(at)
		return x, err
	}, `SELECT x.rev, x.round, x.tab, x.saved_at,
			x.round <> coalesce((SELECT p.round FROM essay_text p WHERE p.essay_id = x.essay_id AND p.rev < x.rev
				ORDER BY p.rev DESC LIMIT 1), 0),
			x.tab = 'guest'
				OR EXISTS (SELECT 1 FROM essay_event v WHERE v.essay_id = x.essay_id AND v.rev = x.rev)
				OR EXISTS (SELECT 1 FROM judgement j WHERE j.essay_id = x.essay_id AND j.rev = x.rev)
				OR EXISTS (SELECT 1 FROM mark m WHERE m.essay_id = x.essay_id AND m.rev = x.rev)
				OR EXISTS (SELECT 1 FROM mark_note n WHERE n.essay_id = x.essay_id AND n.rev = x.rev)
		FROM (SELECT * FROM essay_text WHERE essay_id = ?1 ORDER BY rev DESC LIMIT ?2) x ORDER BY x.rev`, e.ID, lately)
	if err != nil {
		return err
	}
	for _, rev := range essay.Thinned(saved, e.Rev) {
		if _, err := t.ExecContext(ctx, `DELETE FROM essay_text WHERE essay_id = ?1 AND rev = ?2`, e.ID, rev); err != nil {
			return err
		}
	}
	return nil
}
