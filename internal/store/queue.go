package store

import (
	"context"
	"errors"

	"dossier/internal/classroom"
	"dossier/internal/essay"
	"dossier/internal/marking"
)

// ToMark counts what waits to be marked in each of a teacher's classes: handed in, and open with nobody. A class where
// nothing waits is left out, and so is one in the archive.
func (s *Store) ToMark(ctx context.Context, teacher classroom.TeacherID) (_ map[classroom.ClassID]int, err error) {
	defer wrap(&err, "to mark for teacher %d", teacher)
	rows, err := s.read.QueryContext(ctx, `
		SELECT st.class_id, e.state, coalesce(e.claimed_at, 0), e.state = 'claimed' AND EXISTS (SELECT 1 FROM mark m
			WHERE m.essay_id = e.id AND m.round = e.round AND m.purpose = 'first'), count(*)
		FROM essay e JOIN student st ON st.id = e.student_id
		WHERE `+nowTaught+` AND e.state IN ('submitted', 'resubmitted', 'claimed') GROUP BY 1, 2, 3, 4`, teacher)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	waiting, now := map[classroom.ClassID]int{}, s.now()
	for rows.Next() {
		var class classroom.ClassID
		var e marking.Entry
		var claimed int64
		var n int
		if err := rows.Scan(&class, &e.Place.State, &claimed, &e.Place.HasMark, &n); err != nil {
			return nil, err
		}
		e.Place.Round, e.Claimed = 1, fromMillis(claimed)
		if marking.Waits(e, now) {
			waiting[class] += n
		}
	}
	return waiting, rows.Err()
}

// TeacherName is the name of a teacher. ErrNotFound.
func (s *Store) TeacherName(ctx context.Context, teacher classroom.TeacherID) (name string, err error) {
	defer wrap(&err, "name of teacher %d", teacher)
	err = s.read.QueryRowContext(ctx, `SELECT name FROM teacher WHERE id = ?1`, teacher).Scan(&name)
	return name, err
}

func asColleague(teacher classroom.TeacherID) actor {
	return actor{role: essay.Colleague, name: actorTeacher(teacher), teacher: teacher}
}

func asMarker(teacher classroom.TeacherID) actor {
	return actor{role: essay.Marker, name: actorTeacher(teacher), teacher: teacher}
}

// claim makes an essay this teacher's to mark for essay.ClaimFor. Claiming it again restarts the hour. ErrConflict when
// somebody else has it, ErrLocked when it is not there to be marked.
func claim(ctx context.Context, t tx, e marking.Entry, teacher classroom.TeacherID, now int64) (*classroom.Essay,
	error) {
	claimed := essayOf(e)
	switch marking.StandingOf(e, teacher, fromMillis(now)) {
	case marking.Taken:
		return nil, ErrConflict
	case marking.Mine:
		err := changeOne(ctx, t, `UPDATE essay SET claimed_at = ?2
			WHERE id = ?1 AND state = 'claimed' AND claimed_by = ?3`, e.ID, now, teacher)
		if errors.Is(err, ErrNotFound) { // taken over since it was read
			err = ErrConflict
		}
		return claimed, err
	}
	if err := expireClaim(ctx, t, claimed, now); err != nil {
		return nil, err
	}
	return claimed, move(ctx, t, claimed, essay.Claim, asColleague(teacher), now, 0)
}

// mayHold reports whether what a teacher sends for an essay can be sent under their claim. A claim that ran out can be
// taken up again as long as nobody has finished a marking meanwhile: that one stands, ErrLocked, until somebody opens
// it on purpose. ErrConflict when another teacher has the essay.
func mayHold(e marking.Entry, teacher classroom.TeacherID, now int64) error {
	switch marking.StandingOf(e, teacher, fromMillis(now)) {
	case marking.Taken:
		return ErrConflict
	case marking.Marked, marking.Returned:
		return ErrLocked
	}
	return nil
}

// Claim takes an essay to be marked. ErrConflict when another teacher has it, ErrLocked when it is not there to be
// marked, ErrNotFound.
func (s *Store) Claim(ctx context.Context, teacher classroom.TeacherID, id classroom.EssayID) (err error) {
	defer wrap(&err, "claim essay %d", id)
	return s.write(ctx, func(t tx) error {
		e, err := entry(ctx, t, teacher, id)
		if err != nil {
			return err
		}
		_, err = claim(ctx, t, e, teacher, millis(s.now()))
		return err
	})
}

// ClaimNext takes the first of these essays, all of one bench, that this teacher can mark and returns its number; 0
// when there is none. What is open with them comes before everything else, so that a form that is sent twice leads to
// one essay and not to two.
func (s *Store) ClaimNext(ctx context.Context, teacher classroom.TeacherID, bench string, ids []classroom.EssayID) (
	next classroom.EssayID, err error) {
	defer wrap(&err, "claim the next at a bench for teacher %d", teacher)
	err = s.write(ctx, func(t tx) error {
		open, err := openWith(ctx, t, teacher, bench)
		if err != nil {
			return err
		}
		for _, id := range openFirst(ids, open) {
			claimed, err := claimOpen(ctx, t, teacher, id, millis(s.now()))
			if err != nil {
				return err
			}
			if claimed {
				next = id
				return nil
			}
		}
		return nil
	})
	return next, err
}

// claimOpen claims an essay that waits, or is open with this teacher already. One that is marked meanwhile is left
// alone.
func claimOpen(ctx context.Context, t tx, teacher classroom.TeacherID, id classroom.EssayID, now int64) (bool, error) {
	e, err := entry(ctx, t, teacher, id)
	if err == nil {
		if err = mayHold(e, teacher, now); err == nil {
			_, err = claim(ctx, t, e, teacher, now)
		}
	}
	if errors.Is(err, ErrConflict) || errors.Is(err, ErrLocked) || errors.Is(err, ErrNotFound) {
		return false, nil
	}
	return err == nil, err
}

// openWith lists the essays of a bench that a teacher has open and nobody has taken over.
func openWith(ctx context.Context, t tx, teacher classroom.TeacherID, bench string) (open []classroom.EssayID,
	err error) {
	rows, err := t.QueryContext(ctx, `
		SELECT e.id FROM essay e JOIN student st ON st.id = e.student_id
		WHERE `+ofTeacher+` AND e.bench = ?2 AND e.state = 'claimed' AND e.claimed_by = ?1 ORDER BY e.id`, teacher, bench)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var id classroom.EssayID
		if err := rows.Scan(&id); err != nil {
			return nil, err
		}
		open = append(open, id)
	}
	return open, rows.Err()
}

// openFirst puts the essays that are open before the others, and keeps the order otherwise.
func openFirst(ids, open []classroom.EssayID) []classroom.EssayID {
	is := map[classroom.EssayID]bool{}
	for _, id := range open {
		is[id] = true
	}
	var first, then []classroom.EssayID
	for _, id := range ids {
		if is[id] {
			first = append(first, id)
			delete(is, id)
		} else {
			then = append(then, id)
		}
	}
	for _, id := range open {
		if is[id] { // claimed since the order was made
			first = append(first, id)
		}
	}
	return append(first, then...)
}

// Release lets go of an essay that this teacher has claimed. One that is not claimed is fine; ErrConflict when another
// teacher has it, ErrNotFound.
func (s *Store) Release(ctx context.Context, teacher classroom.TeacherID, id classroom.EssayID) (err error) {
	defer wrap(&err, "release essay %d", id)
	return s.write(ctx, func(t tx) error {
		e, err := entry(ctx, t, teacher, id)
		if err != nil || e.Place.State != essay.Claimed {
			return err
		}
		if e.Claimer != teacher {
			return ErrConflict
		}
		return move(ctx, t, essayOf(e), essay.Release, asMarker(teacher), millis(s.now()), 0)
	})
}
