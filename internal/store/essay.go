package store

import (
	"context"
	"database/sql"
	"errors"

	"dossier/internal/classroom"
	"dossier/internal/essay"
)

// ErrStale: what is to be saved is based on something other than what stands: somebody wrote in another window. Nothing
// was overwritten.
var ErrStale = errors.New("it has changed since")

// ErrLocked: a step is not open to this person now: the essay is with the teacher, or back.
var ErrLocked = errors.New("this step is not open now")

const essayColumns = `e.id, e.student_id, e.bench, e.bench_version, e.rubric, e.state, e.round,
	EXISTS (SELECT 1 FROM mark m WHERE m.essay_id = e.id AND m.round = e.round AND m.purpose = 'first'),
	e.rev, x.text, x.tab, x.saved_at, e.submitted_at, e.claimed_by, e.claimed_at`

const essayTables = `essay e JOIN essay_text x ON x.essay_id = e.id AND x.rev = e.rev`

// scanEssay reads the columns of an essay, and more that follow them.
func scanEssay(e *classroom.Essay, row scanner, more ...any) error {
	var saved int64
	var submitted, claimer, claimed sql.NullInt64
	columns := []any{
		&e.ID, &e.Student, &e.Bench, &e.BenchVersion, &e.Rubric, &e.Place.State, &e.Place.Round, &e.Place.HasMark,
		&e.Rev, &e.Text, &e.Tab, &saved, &submitted, &claimer, &claimed,
	}
	err := row.Scan(append(columns, more...)...)
	e.Saved, e.Claimer = fromMillis(saved), classroom.TeacherID(claimer.Int64)
	if submitted.Valid {
		e.Submitted = fromMillis(submitted.Int64)
	}
	if claimed.Valid {
		e.Claimed = fromMillis(claimed.Int64)
	}
	return err
}

func scanOwnEssay(row scanner) (e classroom.Essay, err error) {
	err = scanEssay(&e, row)
	return e, err
}

// Essay finds what a student has written at a bench. ErrNotFound when they have not begun.
func (s *Store) Essay(ctx context.Context, student classroom.StudentID, bench string) (_ classroom.Essay, err error) {
	defer wrap(&err, "essay of student %d", student)
	return ownEssay(ctx, s.read, student, bench)
}

func ownEssay(ctx context.Context, q tx, student classroom.StudentID, bench string) (classroom.Essay, error) {
	return scanOwnEssay(q.QueryRowContext(ctx, `SELECT `+essayColumns+` FROM `+essayTables+`
		WHERE e.student_id = ?1 AND e.bench = ?2`, student, bench))
}

// Essays lists all that a student has written, the first that was begun first.
func (s *Store) Essays(ctx context.Context, student classroom.StudentID) (all []classroom.Essay, err error) {
	defer wrap(&err, "essays of student %d", student)
	return collect(ctx, s.read, scanOwnEssay, `SELECT `+essayColumns+` FROM `+essayTables+`
		WHERE e.student_id = ?1 ORDER BY e.id`, student)
}

// unlocked makes sure that what a student has done at a bench can be changed now, and that nobody hands it in before
// the change is made. ErrLocked when it was handed in, ErrStale when it was handed in just now.
func unlocked(ctx context.Context, t tx, student classroom.StudentID, bench string) error {
	e, err := ownEssay(ctx, t, student, bench)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return nil
	case err != nil:
		return err
	case essay.Locked(e.Place.State):
		return ErrLocked
	}
	return stands(ctx, t, e)
}

// stands makes sure that an essay is still as it was read, and keeps it so until the transaction ends. ErrStale when it
// has another text or another state now.
func stands(ctx context.Context, t tx, e classroom.Essay) error {
	return staleUnless(changed(ctx, t, `UPDATE essay SET rev = rev WHERE id = ?1 AND rev = ?2 AND state = ?3
		AND round = ?4`, e.ID, e.Rev, e.Place.State, e.Place.Round))
}
