package store

import (
	"context"
	"time"

	"dossier/internal/classroom"
)

// RecordWork stores an answer in an attempt at a quiz that was handed out to this student. Where results show later, an
// answer may be given again until the attempt is handed in, and the last one counts; where they show at once, the first
// stands and another is ErrConflict. A form that is sent again under its token with the same answer stores nothing and
// is no error. ErrLocked when the attempt is handed in or its time is up. ErrNotFound.
func (s *Store) RecordWork(ctx context.Context, student classroom.Student, attempt classroom.AttemptID,
	r classroom.NewResponse) (err error) {
	defer wrap(&err, "record work in attempt %d", attempt)
	written, err := encode(r)
	if err != nil {
		return err
	}
	return s.write(ctx, func(t tx) error {
		at := s.now()
		if err := active(ctx, t, student.ID, millis(at)); err != nil {
			return err
		}
		work, open, err := sittingOf(ctx, t, student, attempt, at)
		if err != nil {
			return err
		}
		// The row is changed by nobody while this transaction runs, so that two windows count their tries in turn.
		if err := changeOne(ctx, t, `UPDATE attempt_question SET position = position WHERE attempt_id = ?1
			AND question_id = ?2 AND version = ?3`, attempt, r.Question.Question, r.Question.Version); err != nil {
			return err
		}
		before, sent, err := triesIn(ctx, t, attempt, written)
		switch {
		case err != nil:
			return err
		case sent:
			return sameForm(ctx, t, attempt, written)
		case !open:
			return ErrLocked
		case before > 0 && work.Results == classroom.ResultsAtOnce:
			return ErrConflict
		}
		written.try = before + 1
		if err := insertResponse(ctx, t, student.ID, attempt, written, millis(at)); err != nil {
			return err
		}
		if work.Results != classroom.ResultsAtOnce {
			return nil
		}
		_, err = t.ExecContext(ctx, submitWhenFull, attempt, millis(at))
		return err
	})
}

// triesIn counts the answers to a question in an attempt, and says whether this form is among those that were stored.
func triesIn(ctx context.Context, t tx, attempt classroom.AttemptID, r encodedResponse) (n int, sent bool, err error) {
	err = t.QueryRowContext(ctx, `SELECT count(*), coalesce(sum(form_token = ?3), 0) > 0 FROM response
		WHERE attempt_id = ?1 AND question_id = ?2`, attempt, r.Question.Question, r.FormToken).Scan(&n, &sent)
	return n, sent, err
}

// sittingOf finds the assignment that an attempt of a student belongs to, as it is for them; open tells that it
// still takes answers. ErrNotFound, for somebody else's too. ErrLocked when it was handed out in another class.
func sittingOf(ctx context.Context, t tx, student classroom.Student, attempt classroom.AttemptID, at time.Time) (
	work classroom.Taking, open bool, err error) {
	var assignment classroom.AssignmentID
	var began int64
	var submitted bool
	err = t.QueryRowContext(ctx, `SELECT coalesce(assignment_id, 0), started_at, submitted_at IS NOT NULL FROM attempt
		WHERE id = ?1 AND student_id = ?2 AND lesson = ''`, attempt, student.ID).Scan(&assignment, &began, &submitted)
	if err != nil {
		return work, false, err
	}
	if assignment == 0 { // its class is gone
		return work, false, ErrLocked
	}
	mine, err := workOf(ctx, t, student.Class, student.ID, assignment)
	if err != nil {
		return work, false, err
	}
	if len(mine) == 0 {
		return work, false, ErrLocked
	}
	return mine[0], !submitted && mine[0].Takes(fromMillis(began), at), nil
}

// HandInWork ends an attempt of this student at a quiz that was handed out. Handing in twice is once, and after the end
// there is nothing left to do. ErrNotFound.
func (s *Store) HandInWork(ctx context.Context, student classroom.Student, attempt classroom.AttemptID) (err error) {
	defer wrap(&err, "hand in attempt %d", attempt)
	return s.write(ctx, func(t tx) error {
		at := s.now()
		if err := active(ctx, t, student.ID, millis(at)); err != nil {
			return err
		}
		_, open, err := sittingOf(ctx, t, student, attempt, at)
		if err != nil || !open {
			return err
		}
		_, err = t.ExecContext(ctx, `UPDATE attempt SET submitted_at = ?2 WHERE id = ?1 AND submitted_at IS NULL`, attempt,
			millis(at))
		return err
	})
}
