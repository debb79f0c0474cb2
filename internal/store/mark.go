package store

import (
	"cmp"
	"context"
	"database/sql"
	"errors"

	"dossier/internal/classroom"
	"dossier/internal/essay"
	"dossier/internal/marking"
)

// RecordMark stores a finished marking. A first one claims the essay if need be and makes it marked; a second one, of
// which a text has one, and an agreed one leave it where it is. The same form stores once, and what stands already is
// not stored again.
//
// Errors: ErrStale when another text was handed in since, a *marking.Conflict when another window of the same marker
// has changed what the page showed, ErrConflict when another teacher has the essay, ErrLocked, ErrNotFound.
func (s *Store) RecordMark(ctx context.Context, teacher classroom.TeacherID, n marking.NewMark) (err error) {
	defer wrap(&err, "mark essay %d", n.Essay)
	return s.write(ctx, func(t tx) error {
		now := millis(s.now())
		e, err := entry(ctx, t, teacher, n.Essay)
		if err != nil {
			return err
		}
		if again, err := sentBefore(ctx, t, teacher, n); err != nil || again {
			return err
		}
		if e.Rev != n.Rev {
			return ErrStale
		}
		marks, err := marksOf(ctx, t, e)
		if err != nil {
			return err
		}
		if n.Stands(e, marks, teacher) {
			return nil
		}
		if err := finish(ctx, t, e, marks, teacher, n, now); err != nil {
			return err
		}
		return insertMark(ctx, t, e, marks, teacher, n, now)
	})
}

// sentBefore reports whether the form of a marking was stored already.
func sentBefore(ctx context.Context, t tx, teacher classroom.TeacherID, n marking.NewMark) (again bool, err error) {
	err = t.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM mark WHERE form_token = ?1 AND essay_id = ?2
		AND teacher_id = ?3)`, n.FormToken, n.Essay, teacher).Scan(&again)
	return again, err
}

// finish makes sure that a marking replaces nothing that its marker did not see. A first one moves its essay to marked,
// under a claim of this teacher.
func finish(ctx context.Context, t tx, e marking.Entry, marks marking.Marks, teacher classroom.TeacherID,
	n marking.NewMark, now int64) error {
	stands, err := putDown(ctx, t, e, marks, n.Purpose, teacher)
	if err != nil {
		return err
	}
	if n.Purpose != marking.First {
		return mayFollow(e, teacher, n, stands)
	}
	if err := mayWrite(e, marks, teacher, n.Purpose, now, n.Check(stands)); err != nil {
		return err
	}
	claimed, err := claim(ctx, t, e, teacher, now)
	if err != nil {
		return err
	}
	return move(ctx, t, claimed, essay.Mark, asMarker(teacher), now, 0)
}

// mayFollow decides whether a second or an agreed marking can be given: see insertMark for one more rule.
func mayFollow(e marking.Entry, teacher classroom.TeacherID, n marking.NewMark, stands marking.Stands) error {
	switch {
	case e.Marked == "", n.Purpose == marking.Agreed && e.Second == 0:
		return ErrLocked
	case n.Purpose == marking.Second && !marking.MaySecond(e, teacher):
		return ErrNotFound
	case n.Purpose == marking.Second && e.Second != 0 && e.Second != teacher:
		return ErrConflict
	case n.Purpose == marking.Second && e.Second != 0:
		return cmp.Or(n.Check(stands), ErrConflict)
	}
	return n.Check(stands)
}

// insertMark appends a marking and takes out the notes that it was made from. The statement repeats what was found out
// before: the same round, no newer marking of its purpose, and for all but a first one nobody who has the essay open.
func insertMark(ctx context.Context, t tx, e marking.Entry, marks marking.Marks, teacher classroom.TeacherID,
	n marking.NewMark, now int64) error {
	newest, _ := marks.Newest(n.Purpose)
	var id marking.MarkID
	err := t.QueryRowContext(ctx, `
		INSERT INTO mark (essay_id, rev, round, teacher_id, purpose, strength, target, form_token, marked_at)
		SELECT e.id, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9 FROM essay e
		WHERE e.id = ?1 AND e.round = ?10 AND (?5 = 'first' OR e.state <> 'claimed') AND NOT EXISTS
			(SELECT 1 FROM mark m WHERE m.essay_id = ?1 AND m.rev = ?2 AND m.purpose = ?5 AND m.id > ?11)
		RETURNING id`, n.Essay, n.Rev, e.Round(), teacher, n.Purpose, n.Strength, n.Target, n.FormToken, now,
		e.Place.Round, newest.ID).Scan(&id)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return ErrLocked
	case isUnique(err):
		return ErrConflict
	case err != nil:
		return err
	}
	for skill, level := range n.Levels {
		if _, err := t.ExecContext(ctx, `INSERT INTO mark_level (mark_id, skill, level, comment)
			VALUES (?1, ?2, ?3, ?4)`, id, skill, level, n.Comments[skill]); err != nil {
			return err
		}
	}
	_, err = t.ExecContext(ctx, `DELETE FROM mark_note WHERE essay_id = ?1 AND teacher_id = ?2 AND purpose = ?3`,
		n.Essay, teacher, n.Purpose)
	return err
}

// MarksOf returns the markings of the text that an entry shows. The caller has checked whose it is.
func (s *Store) MarksOf(ctx context.Context, e marking.Entry) (_ marking.Marks, err error) {
	defer wrap(&err, "marks of essay %d", e.ID)
	return marksOf(ctx, s.read, e)
}

// Marks returns the markings of the texts that these entries show, by essay. The entries come from a queue of the
// teacher who asks.
func (s *Store) Marks(ctx context.Context, of ...marking.Entry) (_ map[classroom.EssayID]marking.Marks, err error) {
	defer wrap(&err, "marks of %d essays", len(of))
	return marks(ctx, s.read, of)
}

func marksOf(ctx context.Context, q tx, e marking.Entry) (marking.Marks, error) {
	found, err := marks(ctx, q, []marking.Entry{e})
	return found[e.ID], err
}

// marks runs no query where the entries say that nothing is marked.
func marks(ctx context.Context, q tx, of []marking.Entry) (map[classroom.EssayID]marking.Marks, error) {
	found, revs := map[classroom.EssayID]marking.Marks{}, map[classroom.EssayID]int{}
	var ids []classroom.EssayID
	for _, e := range of {
		if revs[e.ID] = e.Rev; e.Marked != "" {
			ids = append(ids, e.ID)
		}
	}
	if len(ids) == 0 {
		return found, nil
	}
	rows, err := q.QueryContext(ctx, `
		SELECT m.id, m.essay_id, m.rev, m.round, m.teacher_id, m.purpose, m.strength, m.target, m.marked_at,
			l.skill, l.level, l.comment
		FROM mark m LEFT JOIN mark_level l ON l.mark_id = m.id WHERE m.essay_id IN (`+places(1, len(ids))+`)
		ORDER BY m.essay_id, m.id`, numbered(nil, ids)...)
	if err != nil {
		return nil, err
	}
	all, err := scanMarks(rows)
	for _, m := range all {
		if m.Rev == revs[m.Essay] {
			found[m.Essay] = append(found[m.Essay], m)
		}
	}
	return found, err
}

// scanMarks puts marks together from a row for each level. A mark without levels has one row.
func scanMarks(rows *sql.Rows) (all []marking.Mark, err error) {
	defer rows.Close()
	for rows.Next() {
		m := marking.Mark{Levels: map[string]int{}, Comments: map[string]string{}}
		var at int64
		var skill, comment sql.NullString
		var level sql.NullInt64
		if err := rows.Scan(&m.ID, &m.Essay, &m.Rev, &m.Round, &m.Teacher, &m.Purpose, &m.Strength, &m.Target, &at,
			&skill, &level, &comment); err != nil {
			return nil, err
		}
		if m.At = fromMillis(at); len(all) == 0 || all[len(all)-1].ID != m.ID {
			all = append(all, m)
		}
		if last := all[len(all)-1]; skill.Valid {
			last.Levels[skill.String], last.Comments[skill.String] = int(level.Int64), comment.String
		}
	}
	return all, rows.Err()
}

// markByID finds a mark by its number.
func markByID(ctx context.Context, q tx, id marking.MarkID) (marking.Mark, error) {
	rows, err := q.QueryContext(ctx, `
		SELECT m.id, m.essay_id, m.rev, m.round, m.teacher_id, m.purpose, m.strength, m.target, m.marked_at,
			l.skill, l.level, l.comment
		FROM mark m LEFT JOIN mark_level l ON l.mark_id = m.id WHERE m.id = ?1`, id)
	if err != nil {
		return marking.Mark{}, err
	}
	found, err := scanMarks(rows)
	if err == nil && len(found) == 0 {
		err = ErrNotFound
	}
	if err != nil {
		return marking.Mark{}, err
	}
	return found[0], nil
}

// ReturnEssays gives marked essays back, all of them or, when one cannot be, none. What was returned already is fine.
// ErrLocked, ErrNotFound.
func (s *Store) ReturnEssays(ctx context.Context, teacher classroom.TeacherID, ids []classroom.EssayID) (err error) {
	defer wrap(&err, "return %d essays", len(ids))
	if len(ids) == 0 {
		return nil
	}
	return s.write(ctx, func(t tx) error {
		now := millis(s.now())
		found, err := entries(ctx, t, `e.id IN (`+places(2, len(ids))+`)`, numbered([]any{teacher}, ids)...)
		if err != nil {
			return err
		}
		given := map[classroom.EssayID]bool{}
		for _, id := range ids {
			given[id] = true
		}
		if len(found) != len(given) {
			return ErrNotFound
		}
		counted, err := marks(ctx, t, found)
		if err != nil {
			return err
		}
		for _, e := range found {
			if err := giveBack(ctx, t, e, counted[e.ID], teacher, now); err != nil {
				return err
			}
		}
		return nil
	})
}

// giveBack returns one essay with the marking that counts.
func giveBack(ctx context.Context, t tx, e marking.Entry, marks marking.Marks, teacher classroom.TeacherID,
	now int64) error {
	if e.Place.State == essay.Returned || e.Place.State == essay.Final {
		return nil
	}
	back := essayOf(e)
	if err := expireClaim(ctx, t, back, now); err != nil {
		return err
	}
	counts, ok := marks.Newest(e.Marked)
	if !ok {
		return ErrLocked
	}
	return move(ctx, t, back, essay.Return, asColleague(teacher), now, counts.ID)
}

// ReopenEssay takes a returned essay back, so that its marking can be changed. One that is marked and not returned is
// fine. ErrLocked when its author has begun to revise it, ErrNotFound.
func (s *Store) ReopenEssay(ctx context.Context, teacher classroom.TeacherID, id classroom.EssayID) (err error) {
	defer wrap(&err, "reopen essay %d", id)
	return s.write(ctx, func(t tx) error {
		e, err := entry(ctx, t, teacher, id)
		if err != nil || e.Place.State == essay.Marked {
			return err
		}
		return move(ctx, t, essayOf(e), essay.Reopen, asColleague(teacher), millis(s.now()), 0)
	})
}
