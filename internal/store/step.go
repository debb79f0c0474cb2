package store

import (
	"context"
	"fmt"
	"time"

	"dossier/internal/classroom"
	"dossier/internal/essay"
	"dossier/internal/marking"
)

// actor is who takes a step, and as what.
type actor struct {
	role    essay.Role
	name    string              // as it stands in the record
	teacher classroom.TeacherID // 0 for everybody else
}

// The row itself says whose essay it is, so that the author needs no number.
var (
	author  = actor{role: essay.Author, name: "student"}
	program = actor{role: essay.Program, name: "program"}
)

// move takes a step that the rules allow, and writes down who took it; mark is the one that a return hands over, 0 for
// every other step. Steps that change no state, such as every edit of a draft, are not written down: the texts are a
// record of those. ErrLocked when the rules do not allow it, or when somebody else has just taken a step.
func move(
	ctx context.Context, t tx, e *classroom.Essay, action essay.Action, by actor, now int64, mark marking.MarkID,
) error {
	to, err := essay.Next(e.Place, action, by.role)
	if err != nil {
		return fmt.Errorf("%w: %w", ErrLocked, err)
	}
	from := *e
	e.Place.State, e.Place.Round = to, essay.RoundAfter(from.Place.State, action, from.Place.Round)
	if e.Place == from.Place {
		return nil
	}
	e.Claimer, e.Claimed = 0, time.Time{}
	switch action {
	case essay.Claim:
		e.Claimer, e.Claimed = by.teacher, fromMillis(now)
	case essay.Submit:
		e.Submitted = fromMillis(now)
	case essay.Withdraw, essay.Revise:
		e.Submitted = time.Time{}
	}
	if err := moveRow(ctx, t, from, *e); err != nil {
		return err
	}
	_, err = t.ExecContext(ctx, `
		INSERT INTO essay_event (essay_id, at, actor, action, from_state, to_state, round, rev, mark_id)
		VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)`,
		e.ID, now, by.name, action, from.Place.State, to, e.Place.Round, e.Rev, orNull(int64(mark)))
	return err
}

// moveRow writes where an essay stands after a step. ErrLocked when it does not stand any more where it was read.
func moveRow(ctx context.Context, t tx, from, to classroom.Essay) error {
	moved, err := changed(ctx, t, `
		UPDATE essay SET state = ?2, round = ?3, claimed_by = ?4, claimed_at = ?5, submitted_at = ?6
		WHERE id = ?1 AND state = ?7 AND round = ?8 AND rev = ?9`,
		to.ID, to.Place.State, to.Place.Round, orNull(int64(to.Claimer)), timeOrNull(to.Claimed), timeOrNull(to.Submitted),
		from.Place.State, from.Place.Round, from.Rev)
	if err == nil && !moved {
		err = ErrLocked
	}
	return err
}

// orNull stores 0 as NULL, for numbers where 0 means that there is none.
func orNull(n int64) any {
	if n == 0 {
		return nil
	}
	return n
}

// timeOrNull stores the zero time as NULL.
func timeOrNull(at time.Time) any {
	if at.IsZero() {
		return nil
	}
	return millis(at)
}

// SubmitEssay hands a text in. A form that is sent twice hands in once. ErrStale when rev is no longer
// the text, ErrLocked, ErrNotFound.
func (s *Store) SubmitEssay(ctx context.Context, student classroom.StudentID, bench string, rev int) (err error) {
	defer wrap(&err, "submit essay of student %d", student)
	return s.authorStep(ctx, student, bench, func(t tx, e *classroom.Essay, now int64) error {
		if e.Rev != rev {
			return ErrStale
		}
		if at := e.Place.State; at == essay.Submitted || at == essay.Resubmitted {
			return nil
		}
		return move(ctx, t, e, essay.Submit, author, now, 0)
	})
}

// WithdrawEssay takes a text back as long as nobody has begun to mark it. ErrLocked when somebody has, ErrNotFound.
func (s *Store) WithdrawEssay(ctx context.Context, student classroom.StudentID, bench string) (err error) {
	defer wrap(&err, "withdraw essay of student %d", student)
	return s.authorStep(ctx, student, bench, func(t tx, e *classroom.Essay, now int64) error {
		if !essay.Locked(e.Place.State) {
			return nil
		}
		return move(ctx, t, e, essay.Withdraw, author, now, 0)
	})
}

// ReviseEssay begins the next round, with a text of its own that is as yet the same: what is said and marked belongs to
// one text, and to one round with it. ErrLocked when there is none, ErrNotFound.
func (s *Store) ReviseEssay(ctx context.Context, student classroom.StudentID, bench string) (err error) {
	defer wrap(&err, "revise essay of student %d", student)
	return s.authorStep(ctx, student, bench, func(t tx, e *classroom.Essay, now int64) error {
		if e.Place.State == essay.Revising {
			return nil
		}
		if err := move(ctx, t, e, essay.Revise, author, now, 0); err != nil {
			return err
		}
		return appendText(ctx, t, e, classroom.NewText{Tab: e.Tab, Text: e.Text}, now)
	})
}

// FinishEssay keeps a returned text as the last one. ErrLocked, ErrNotFound.
func (s *Store) FinishEssay(ctx context.Context, student classroom.StudentID, bench string) (err error) {
	defer wrap(&err, "finish essay of student %d", student)
	return s.authorStep(ctx, student, bench, func(t tx, e *classroom.Essay, now int64) error {
		if e.Place.State == essay.Final {
			return nil
		}
		return move(ctx, t, e, essay.Finish, author, now, 0)
	})
}

// authorStep runs a step of the author on the essay as it stands: a claim that has run out is gone first.
func (s *Store) authorStep(
	ctx context.Context, student classroom.StudentID, bench string, do func(t tx, e *classroom.Essay, now int64) error,
) error {
	return s.write(ctx, func(t tx) error {
		now := millis(s.now())
		e, err := ownEssay(ctx, t, student, bench)
		if err != nil {
			return err
		}
		if err := expireClaim(ctx, t, &e, now); err != nil {
			return err
		}
		return do(t, &e, now)
	})
}

// expireClaim ends a claim that has run out. ErrLocked when it has just been renewed.
func expireClaim(ctx context.Context, t tx, e *classroom.Essay, now int64) error {
	if !essay.Expired(e.Place, e.Claimed, fromMillis(now)) {
		return nil
	}
	same, err := changed(ctx, t, `UPDATE essay SET rev = rev WHERE id = ?1 AND claimed_at = ?2`, e.ID, millis(e.Claimed))
	if err != nil {
		return err
	}
	if !same {
		return ErrLocked
	}
	return move(ctx, t, e, essay.Expire, program, now, 0)
}

// Events lists the steps of an essay in order. The caller has checked whose it is.
func (s *Store) Events(ctx context.Context, id classroom.EssayID) (all []classroom.EssayStep, err error) {
	defer wrap(&err, "events of essay %d", id)
	return collect(ctx, s.read, func(row scanner) (v classroom.EssayStep, err error) {
		var at int64
		err = row.Scan(&at, &v.Actor, &v.Name, &v.Action, &v.From, &v.To, &v.Round)
		v.At = fromMillis(at)
		return v, err
	}, `SELECT v.at, v.actor, coalesce(t.name, ''), v.action, v.from_state, v.to_state, v.round
		FROM essay_event v LEFT JOIN teacher t ON v.actor = 'teacher ' || t.id
		WHERE v.essay_id = ?1 ORDER BY v.id`, id)
}
