package store

import (
	"context"
	"database/sql"
	"errors"

	"dossier/internal/classroom"
	"dossier/internal/essay"
)

const reasonColumns = `kind, first, second, fact, so`

func scanReason(row scanner) (r essay.Reason, err error) {
	err = row.Scan(&r.Kind, &r.First, &r.Second, &r.Fact, &r.So)
	return r, err
}

// Reasons lists why the two sources differ, as a student has put it together, in the order of essay.Kinds.
func (s *Store) Reasons(
	ctx context.Context, student classroom.StudentID, bench string,
) (reasons []essay.Reason, err error) {
	defer wrap(&err, "reasons of student %d", student)
	all, err := collect(ctx, s.read, scanReason,
		`SELECT `+reasonColumns+` FROM reason WHERE student_id = ?1 AND bench = ?2`, student, bench)
	if err != nil {
		return nil, err
	}
	byKind := map[essay.Kind]essay.Reason{}
	for _, r := range all {
		byKind[r.Kind] = r
	}
	for _, kind := range essay.Kinds {
		if r, ok := byKind[kind.ID]; ok {
			reasons = append(reasons, r)
		}
	}
	return reasons, nil
}

// SaveReason stores a student's reason of one kind in place of the one that their page showed; shown is the
// classroom.ReasonStamp of that one, "" for none. ErrStale, and nothing is changed, when another reason stands now:
// the same words are no change. ErrLocked once the answer is handed in, because the reasons go with it.
// ErrNotFound when a teacher has removed the student.
func (s *Store) SaveReason(
	ctx context.Context, student classroom.StudentID, bench string, r essay.Reason, shown string,
) (err error) {
	defer wrap(&err, "save reason of student %d", student)
	return s.write(ctx, func(t tx) error {
		now := millis(s.now())
		if err := active(ctx, t, student, now); err != nil {
			return err
		}
		if err := unlocked(ctx, t, student, bench); err != nil {
			return err
		}
		had, err := reasonOf(ctx, t, student, bench, r.Kind)
		switch {
		case err != nil:
			return err
		case had == r:
			return nil
		case classroom.ReasonStamp(had) != shown:
			return ErrStale
		case had == essay.Reason{}:
			return staleUnless(changed(ctx, t, `
				INSERT INTO reason (student_id, bench, kind, first, second, fact, so, saved_at)
				VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) ON CONFLICT DO NOTHING`,
				student, bench, r.Kind, r.First, r.Second, r.Fact, r.So, now))
		}
		return staleUnless(changed(ctx, t, `
			UPDATE reason SET first = ?4, second = ?5, fact = ?6, so = ?7, saved_at = ?8
			WHERE student_id = ?1 AND bench = ?2 AND kind = ?3
				AND first = ?9 AND second = ?10 AND fact = ?11 AND so = ?12`,
			student, bench, r.Kind, r.First, r.Second, r.Fact, r.So, now,
			had.First, had.Second, had.Fact, had.So))
	})
}

// DropReason takes out the reason of a kind that the student's page showed; shown is its classroom.ReasonStamp. One
// that is gone already is fine. ErrStale, and it stays, when it is another one now. ErrLocked once the answer is handed
// in, ErrNotFound.
func (s *Store) DropReason(
	ctx context.Context, student classroom.StudentID, bench string, kind essay.Kind, shown string,
) (err error) {
	defer wrap(&err, "drop reason of student %d", student)
	return s.write(ctx, func(t tx) error {
		if err := active(ctx, t, student, millis(s.now())); err != nil {
			return err
		}
		if err := unlocked(ctx, t, student, bench); err != nil {
			return err
		}
		had, err := reasonOf(ctx, t, student, bench, kind)
		switch {
		case err != nil || had == essay.Reason{}:
			return err
		case classroom.ReasonStamp(had) != shown:
			return ErrStale
		}
		return staleUnless(changed(ctx, t, `DELETE FROM reason WHERE student_id = ?1 AND bench = ?2 AND kind = ?3
			AND first = ?4 AND second = ?5 AND fact = ?6 AND so = ?7`,
			student, bench, kind, had.First, had.Second, had.Fact, had.So))
	})
}

// reasonOf finds the reason of a kind; the zero Reason when there is none.
func reasonOf(
	ctx context.Context, t tx, student classroom.StudentID, bench string, kind essay.Kind,
) (essay.Reason, error) {
	r, err := scanReason(t.QueryRowContext(ctx, `SELECT `+reasonColumns+` FROM reason
		WHERE student_id = ?1 AND bench = ?2 AND kind = ?3`, student, bench, kind))
	if errors.Is(err, sql.ErrNoRows) {
		return essay.Reason{}, nil
	}
	return r, err
}

// staleUnless is ErrStale when a guarded statement changed nothing, because somebody else was faster.
func staleUnless(done bool, err error) error {
	if err == nil && !done {
		return ErrStale
	}
	return err
}
