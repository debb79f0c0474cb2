package store

import (
	"context"

	"dossier/internal/classroom"
)

// Picks lists the evidence of a student in the order of its numbers, with what was put back.
func (s *Store) Picks(ctx context.Context, student classroom.StudentID, bench string) (_ []classroom.Pick, err error) {
	defer wrap(&err, "picks of student %d", student)
	return collect(ctx, s.read, func(row scanner) (p classroom.Pick, err error) {
		err = row.Scan(&p.Number, &p.Phrase, &p.Source, &p.Quote, &p.Kept, &p.Round)
		return p, err
	}, `SELECT number, phrase, source, quote, kept, round FROM pick
		WHERE student_id = ?1 AND bench = ?2 ORDER BY number`, student, bench)
}

// changePicks adds what a page has ticked to the evidence that stands, and puts back what it has unticked. What the
// page left as it was stays as it stands now: another window may have changed it.
func changePicks(ctx context.Context, t tx, student classroom.StudentID, n classroom.NewText, now int64) error {
	for _, p := range n.Picks {
		if err := addPick(ctx, t, student, n.Bench, p, now); err != nil {
			return err
		}
	}
	for _, phrase := range n.PutBack {
		if _, err := t.ExecContext(ctx, `UPDATE pick SET kept = FALSE
			WHERE student_id = ?1 AND bench = ?2 AND phrase = ?3`, student, n.Bench, phrase); err != nil {
			return err
		}
	}
	return nil
}

// numberTries is how often a number for a phrase is looked for before somebody is sent back: each try fails only when
// another window has taken the number in between.
const numberTries = 10

// addPick makes a phrase evidence. One that comes back has its old number; a new one gets the number after the highest
// that was ever given, because a number that was put back may still stand in an old text. ErrConflict when every number
// that was tried had just been taken.
func addPick(
	ctx context.Context, t tx, student classroom.StudentID, bench string, p classroom.NewPick, now int64,
) error {
	for range numberTries {
		back, err := changed(ctx, t, `UPDATE pick SET kept = TRUE
			WHERE student_id = ?1 AND bench = ?2 AND phrase = ?3`, student, bench, p.Phrase)
		if err != nil || back {
			return err
		}
		added, err := changed(ctx, t, `
			INSERT INTO pick (student_id, bench, phrase, number, source, quote, kept, picked_at, round)
			SELECT ?1, ?2, ?3, coalesce(max(number), 0) + 1, ?4, ?5, TRUE, ?6,
				coalesce((SELECT round FROM essay WHERE student_id = ?1 AND bench = ?2), 1) FROM pick
			WHERE student_id = ?1 AND bench = ?2
			ON CONFLICT DO NOTHING`, student, bench, p.Phrase, p.Source, p.Quote, now)
		if err != nil || added {
			return err
		}
	}
	return ErrConflict
}
