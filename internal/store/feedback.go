package store

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"dossier/internal/classroom"
	"dossier/internal/essay"
	"dossier/internal/marking"
)

// NextStep stores what a student wants to do next after reading the comments of a round. What was
// written first stays: ErrConflict for another sentence after it. ErrLocked when nothing has been returned in that
// round, ErrNotFound.
func (s *Store) NextStep(
	ctx context.Context, student classroom.StudentID, bench string, round int, text string,
) (err error) {
	defer wrap(&err, "next step of student %d", student)
	return s.authorStep(ctx, student, bench, func(t tx, e *classroom.Essay, now int64) error {
		returned, err := returns(ctx, t, *e)
		if err != nil {
			return err
		}
		if _, ok := returned[round]; !ok {
			return ErrLocked
		}
		first, err := changed(ctx, t, `INSERT INTO next_step (essay_id, round, text, written_at)
			VALUES (?1, ?2, ?3, ?4) ON CONFLICT DO NOTHING`, e.ID, round, text, now)
		if err != nil || first {
			return err
		}
		if stands, err := nextStep(ctx, t, e.ID, round); err != nil || stands == text {
			return err
		}
		return ErrConflict
	})
}

// nextStep is what a student wanted to do next after a round; "" when they have not said so.
func nextStep(ctx context.Context, q tx, id classroom.EssayID, round int) (text string, err error) {
	err = q.QueryRowContext(ctx, `SELECT text FROM next_step WHERE essay_id = ?1 AND round = ?2`, id, round).Scan(&text)
	if errors.Is(err, sql.ErrNoRows) {
		err = nil
	}
	return text, err
}

// Feedback lists what has been returned to a student and not taken back, by round, the first round first.
func (s *Store) Feedback(ctx context.Context, e classroom.Essay) (all []marking.Feedback, err error) {
	defer wrap(&err, "feedback of essay %d", e.ID)
	returned, err := returns(ctx, s.read, e)
	if err != nil {
		return nil, err
	}
	for round := 1; round <= e.Place.Round; round++ {
		r, ok := returned[round]
		if !ok {
			continue
		}
		f := marking.Feedback{At: r.at}
		if f.Mark, err = markByID(ctx, s.read, r.mark); err != nil {
			return nil, err
		}
		if err := s.read.QueryRowContext(ctx, `SELECT text FROM essay_text WHERE essay_id = ?1 AND rev = ?2`,
			e.ID, f.Mark.Rev).Scan(&f.Text); err != nil {
			return nil, err
		}
		if f.NextStep, err = nextStep(ctx, s.read, e.ID, round); err != nil {
			return nil, err
		}
		all = append(all, f)
	}
	return all, nil
}

// Returned lists what is back with a student now, the latest first. Reading the comments leaves no trace; the next step
// that is asked for after them does.
func (s *Store) Returned(ctx context.Context, student classroom.StudentID) (_ []classroom.Returned, err error) {
	defer wrap(&err, "what is back with student %d", student)
	return collect(ctx, s.read, func(row scanner) (r classroom.Returned, err error) {
		var at int64
		err = row.Scan(&r.Bench, &at, &r.Answered)
		r.At = fromMillis(at)
		return r, err
	}, `SELECT e.bench, v.at, EXISTS (SELECT 1 FROM next_step n WHERE n.essay_id = e.id AND n.round = e.round)
		FROM essay e JOIN essay_event v ON v.essay_id = e.id AND v.round = e.round
		WHERE e.student_id = ?1 AND e.state IN (?2, ?3) AND v.id = (SELECT max(l.id) FROM essay_event l
			WHERE l.essay_id = e.id AND l.round = e.round AND l.mark_id IS NOT NULL)
		ORDER BY v.id DESC`, student, essay.Returned, essay.Final)
}

// returnedMark is a mark that was given back, and when.
type returnedMark struct {
	round int
	mark  marking.MarkID
	at    time.Time
}

// returns finds the mark that was returned last in each round. What was reopened in the round that
// runs is not returned any more.
func returns(ctx context.Context, q tx, e classroom.Essay) (map[int]returnedMark, error) {
	all, err := collect(ctx, q, func(row scanner) (r returnedMark, err error) {
		var at int64
		err = row.Scan(&r.round, &r.mark, &at)
		r.at = fromMillis(at)
		return r, err
	}, `SELECT round, mark_id, at FROM essay_event WHERE essay_id = ?1 AND mark_id IS NOT NULL ORDER BY id`, e.ID)
	if err != nil {
		return nil, err
	}
	latest := map[int]returnedMark{}
	for _, r := range all {
		latest[r.round] = r
	}
	if at := e.Place.State; at != essay.Returned && at != essay.Final {
		delete(latest, e.Place.Round)
	}
	return latest, nil
}
