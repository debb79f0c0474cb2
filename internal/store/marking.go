package store

import (
	"context"
	"fmt"
	"strings"

	"dossier/internal/classroom"
	"dossier/internal/essay"
	"dossier/internal/marking"
)

// inHand are the states in which a teacher sees an essay. While it is revised they see what they marked.
const inHand = `e.state IN ('submitted', 'resubmitted', 'claimed', 'marked', 'returned', 'final', 'revising')`

// ofTeacher limits essays to those of students in classes of teacher ?1.
const ofTeacher = `st.class_id IN (SELECT class_id FROM class_teacher WHERE teacher_id = ?1)`

const submissionColumns = `e.id, e.student_id, e.bench, e.bench_version, e.rubric, e.state, e.round, EXISTS (SELECT 1
	FROM mark m WHERE m.essay_id = e.id AND m.round = e.round AND m.purpose = 'first'),
	x.rev, x.text, x.tab, x.saved_at, e.submitted_at, e.claimed_by, e.claimed_at, st.name, st.class_id, c.name, coalesce(te.name, ''),
	coalesce((SELECT purpose FROM mark m WHERE m.essay_id = e.id AND m.rev = x.rev AND m.purpose <> 'second'
	ORDER BY m.id DESC LIMIT 1), ''),
	coalesce((SELECT teacher_id FROM mark m WHERE m.essay_id = e.id AND m.rev = x.rev AND m.purpose = 'first'
	ORDER BY m.id DESC LIMIT 1), 0),
	coalesce((SELECT teacher_id FROM mark m WHERE m.essay_id = e.id AND m.rev = x.rev AND m.purpose = 'second'
	ORDER BY m.id DESC LIMIT 1), 0),
	(SELECT group_concat(teacher_id) FROM (SELECT teacher_id FROM class_teacher ct WHERE ct.class_id = st.class_id
	ORDER BY teacher_id))`

const submissionTables = `essay e JOIN student st ON st.id = e.student_id JOIN class c ON c.id = st.class_id LEFT
	JOIN teacher te ON te.id = e.claimed_by
	JOIN essay_text x ON x.essay_id = e.id AND x.rev = CASE WHEN e.state = 'revising' THEN (SELECT max(m.rev) FROM mark m
	WHERE m.essay_id = e.id) ELSE e.rev END`

// Submissions lists what has been handed in at a bench by students of a teacher's classes, the longest
// waiting first. bench "" means every bench.
func (s *Store) Submissions(ctx context.Context, teacher classroom.TeacherID, bench string) (_ []marking.Submission,
	err error) {
	defer wrap(&err, "submissions of teacher %d", teacher)
	return submissions(ctx, s.read, `(?2 = '' OR e.bench = ?2)`, teacher, bench)
}

// SubmissionsOf lists what one student of a teacher's class has handed in.
func (s *Store) SubmissionsOf(ctx context.Context, teacher classroom.TeacherID,
	student classroom.StudentID) (_ []marking.Submission, err error) {
	defer wrap(&err, "submissions of student %d", student)
	return submissions(ctx, s.read, `e.student_id = ?2`, teacher, student)
}

// Submission finds one. ErrNotFound, for a draft and for somebody else's student too.
func (s *Store) Submission(ctx context.Context, teacher classroom.TeacherID, id classroom.EssayID) (_ marking.Submission,
	err error) {
	defer wrap(&err, "submission %d", id)
	return submission(ctx, s.read, teacher, id)
}

func submission(ctx context.Context, q tx, teacher classroom.TeacherID, id classroom.EssayID) (marking.Submission, error) {
	found, err := submissions(ctx, q, `e.id = ?2`, teacher, id)
	if err == nil && len(found) == 0 {
		err = ErrNotFound
	}
	if err != nil {
		return marking.Submission{}, err
	}
	return found[0], nil
}

func submissions(ctx context.Context, q tx, condition string, args ...any) (all []marking.Submission, err error) {
	rows, err := q.QueryContext(
		ctx,
		`SELECT `+submissionColumns+` FROM `+submissionTables+` WHERE `+ofTeacher+` AND `+inHand+` AND `+condition+`
			ORDER BY e.submitted_at, e.id`,
		args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var sc marking.Submission
		if err := scanEssay(&sc.Essay, rows, &sc.Student.Name, &sc.Student.Class, &sc.Student.ClassName, &sc.ClaimedBy,
			&sc.Marked, &sc.MarkedBy, &sc.Second, &sc.Team); err != nil {
			return nil, err
		}
		sc.Student.ID = sc.Essay.Student
		all = append(all, sc)
	}
	return all, rows.Err()
}

// Drafting counts the students of a teacher's classes who are writing at each bench. Nothing else is
// told about a draft.
func (s *Store) Drafting(ctx context.Context, teacher classroom.TeacherID) (_ map[string]int, err error) {
	defer wrap(&err, "drafting for teacher %d", teacher)
	rows, err := s.read.QueryContext(
		ctx,
		`SELECT e.bench, count(*) FROM essay e JOIN student st ON st.id = e.student_id WHERE `+ofTeacher+`
			AND e.state IN ('draft', 'self_assessed', 'revising') GROUP BY e.bench`,
		teacher,
	)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	drafting := map[string]int{}
	for rows.Next() {
		var bench string
		var n int
		if err := rows.Scan(&bench, &n); err != nil {
			return nil, err
		}
		drafting[bench] = n
	}
	return drafting, rows.Err()
}

// held tells whether somebody else than this teacher holds a claim that has not run out.
func heldByOther(e *classroom.Essay, teacher classroom.TeacherID, now int64) bool {
	return e.Place.State == essay.Claimed && e.Claimer != teacher &&
		now-millis(e.Claimed) < essay.ClaimFor.Milliseconds()
}

func asColleague(teacher classroom.TeacherID) actor {
	return actor{role: essay.Colleague, name: actorTeacher(teacher), teacher: teacher}
}

func asMarker(teacher classroom.TeacherID) actor {
	return actor{role: essay.Marker, name: actorTeacher(teacher), teacher: teacher}
}

// claim makes an essay this teacher's to mark for essay.ClaimFor. Claiming one's own again begins the
// hour anew. ErrConflict when somebody else has it, ErrLocked when it is not there to be marked.
func claim(ctx context.Context, t tx, e *classroom.Essay, teacher classroom.TeacherID, now int64) error {
	if heldByOther(e, teacher, now) {
		return ErrConflict
	}
	if e.Place.State == essay.Claimed && e.Claimer == teacher {
		_, err := t.ExecContext(ctx, `UPDATE essay SET claimed_at = ?2 WHERE id = ?1`, e.ID, now)
		return err
	}
	if err := expireClaim(ctx, t, e, now); err != nil {
		return err
	}
	return move(ctx, t, e, essay.Claim, asColleague(teacher), now, 0)
}

// hold makes sure that what a teacher sends for an essay is sent under their claim. A claim that ran
// out is taken up again as long as nobody has finished a marking meanwhile: that one stands,
// ErrLocked, until somebody opens it on purpose. The other errors are those of claim.
func hold(ctx context.Context, t tx, e *classroom.Essay, teacher classroom.TeacherID, now int64) error {
	if e.Place.HasMark && e.Claimer != teacher && !heldByOther(e, teacher, now) {
		return ErrLocked
	}
	return claim(ctx, t, e, teacher, now)
}

// Claim takes an essay to be marked. ErrConflict when another teacher has it, ErrLocked when it is not
// there to be marked, ErrNotFound.
func (s *Store) Claim(ctx context.Context, teacher classroom.TeacherID, id classroom.EssayID) (err error) {
	defer wrap(&err, "claim essay %d", id)
	return s.write(ctx, func(t tx) error {
		sc, err := submission(ctx, t, teacher, id)
		if err != nil {
			return err
		}
		return claim(ctx, t, &sc.Essay, teacher, millis(s.now()))
	})
}

// Release lets go of an essay that this teacher has claimed. One that is not claimed is fine;
// ErrConflict when another teacher has it, ErrNotFound.
func (s *Store) Release(ctx context.Context, teacher classroom.TeacherID, id classroom.EssayID) (err error) {
	defer wrap(&err, "release essay %d", id)
	return s.write(ctx, func(t tx) error {
		sc, err := submission(ctx, t, teacher, id)
		if err != nil || sc.Place.State != essay.Claimed {
			return err
		}
		if sc.Claimer != teacher {
			return ErrConflict
		}
		return move(ctx, t, &sc.Essay, essay.Release, asMarker(teacher), millis(s.now()), 0)
	})
}

// RecordMark stores a finished marking. A first one claims the essay if need be and makes it marked; a
// second one, of which a text has one, and an agreed one leave it where it is. The same form stores
// once. ErrStale when another text stands now, ErrConflict when another teacher has the essay,
// ErrLocked, ErrNotFound.
func (s *Store) RecordMark(ctx context.Context, teacher classroom.TeacherID, n marking.NewMark) (err error) {
	defer wrap(&err, "mark essay %d", n.Essay)
	return s.write(ctx, func(t tx) error {
		now := millis(s.now())
		sc, err := submission(ctx, t, teacher, n.Essay)
		if err != nil {
			return err
		}
		var same int
		if err := t.QueryRowContext(ctx, `SELECT count(*) FROM mark WHERE form_token = ?1 AND essay_id = ?2
			AND teacher_id = ?3`, n.FormToken, n.Essay, teacher).Scan(&same); err != nil ||
			same > 0 {
			return err
		}
		if sc.Rev != n.Rev {
			return ErrStale
		}
		switch n.Purpose {
		case marking.First:
			if err := hold(ctx, t, &sc.Essay, teacher, now); err != nil {
				return err
			}
			if err := move(ctx, t, &sc.Essay, essay.Mark, asMarker(teacher), now, 0); err != nil {
				return err
			}
		default:
			if sc.Marked == "" || sc.Place.State == essay.Claimed {
				return ErrLocked
			}
			if n.Purpose == marking.Second && sc.Second != 0 {
				return ErrConflict
			}
		}
		var id marking.MarkID
		err = t.QueryRowContext(ctx, `INSERT INTO mark (essay_id, rev, round, teacher_id, purpose, strength, target,
			form_token, marked_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9) RETURNING id`,
			n.Essay, n.Rev, roundOf(sc), teacher, n.Purpose, n.Strength, n.Target, n.FormToken, now).
			Scan(&id)
		if isUnique(err) {
			return ErrConflict
		}
		if err != nil {
			return err
		}
		for skill, level := range n.Levels {
			if _, err := t.ExecContext(ctx, `INSERT INTO mark_level (mark_id, skill, level, comment) VALUES (?1, ?2, ?3, ?4)`,
				id, skill, level, n.Comments[skill]); err != nil {
				return err
			}
		}
		_, err = t.ExecContext(ctx, `DELETE FROM mark_note WHERE essay_id = ?1 AND teacher_id = ?2 AND purpose = ?3`,
			n.Essay, teacher, n.Purpose)
		return err
	})
}

// roundOf is the round of the text that a submission shows: while the next one is being written it is the one before.
func roundOf(sc marking.Submission) int {
	if sc.Place.State == essay.Revising {
		return sc.Place.Round - 1
	}
	return sc.Place.Round
}

// NoteMark stores what a teacher has put down so far for one text, field by field: "level.sourcing",
// "comment.sourcing", "strength", "target". A first marking claims the essay. ErrStale, ErrConflict,
// ErrLocked, ErrNotFound.
func (s *Store) NoteMark(ctx context.Context, teacher classroom.TeacherID, id classroom.EssayID, rev int,
	purpose marking.Purpose, fields map[string]string) (err error) {
	defer wrap(&err, "note mark of essay %d", id)
	return s.write(ctx, func(t tx) error {
		now := millis(s.now())
		sc, err := submission(ctx, t, teacher, id)
		if err != nil {
			return err
		}
		if sc.Rev != rev {
			return ErrStale
		}
		if purpose == marking.First {
			if err := hold(ctx, t, &sc.Essay, teacher, now); err != nil {
				return err
			}
		}
		for field, value := range fields {
			if _, err := t.ExecContext(ctx, `
				INSERT INTO mark_note (essay_id, teacher_id, rev, purpose, field, value, noted_at)
				VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
				ON CONFLICT (essay_id, teacher_id, rev, purpose, field) DO UPDATE
				SET value = excluded.value, noted_at = excluded.noted_at`, id, teacher, rev, purpose, field, value,
				now); err != nil {
				return err
			}
		}
		return nil
	})
}

// Notes returns what a teacher has put down for texts and not finished, by essay.
func (s *Store) Notes(ctx context.Context, teacher classroom.TeacherID, purpose marking.Purpose,
	essays ...classroom.EssayID) (_ map[classroom.EssayID]map[string]string, err error) {
	defer wrap(&err, "notes of teacher %d", teacher)
	notes := map[classroom.EssayID]map[string]string{}
	if len(essays) == 0 {
		return notes, nil
	}
	args := []any{teacher, purpose}
	for _, id := range essays {
		args = append(args, id)
	}
	rows, err := s.read.QueryContext(
		ctx,
		`SELECT n.essay_id, n.field, n.value FROM mark_note n JOIN essay e ON e.id = n.essay_id AND e.rev = n.rev
			WHERE n.teacher_id = ?1 AND n.purpose = ?2 AND n.essay_id IN (`+places(
			3,
			len(essays),
		)+`)`,
		args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var id classroom.EssayID
		var field, value string
		if err := rows.Scan(&id, &field, &value); err != nil {
			return nil, err
		}
		if notes[id] == nil {
			notes[id] = map[string]string{}
		}
		notes[id][field] = value
	}
	return notes, rows.Err()
}

// places writes "?3, ?4, …" for n values from the given number on.
func places(from, n int) string {
	all := make([]string, n)
	for i := range all {
		all[i] = fmt.Sprintf("?%d", from+i)
	}
	return strings.Join(all, ", ")
}

// MarksOf returns the latest marking of each purpose of the text that a submission shows. The caller has
// checked whose it is.
func (s *Store) MarksOf(ctx context.Context, sc marking.Submission) (_ map[marking.Purpose]marking.Mark, err error) {
	defer wrap(&err, "marks of essay %d", sc.ID)
	return marksOf(ctx, s.read, sc.ID, sc.Rev)
}

func marksOf(ctx context.Context, q tx, id classroom.EssayID, rev int) (map[marking.Purpose]marking.Mark, error) {
	ids := map[marking.Purpose]marking.MarkID{}
	rows, err := q.QueryContext(ctx, `SELECT purpose, max(id) FROM mark WHERE essay_id = ?1 AND rev = ?2
		GROUP BY purpose`, id, rev)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var p marking.Purpose
		var m marking.MarkID
		if err := rows.Scan(&p, &m); err != nil {
			return nil, err
		}
		ids[p] = m
	}
	if err := rows.Err(); err != nil {
		return nil, err
	}
	marks := map[marking.Purpose]marking.Mark{}
	for p, m := range ids {
		if marks[p], err = markByID(ctx, q, m); err != nil {
			return nil, err
		}
	}
	return marks, nil
}

// FirstBefore returns the first marking as it stood when a second one of the same text was given: what
// is changed after that was changed by somebody who may have seen the second. ErrNotFound when there
// was none.
func (s *Store) FirstBefore(ctx context.Context, second marking.Mark) (m marking.Mark, err error) {
	defer wrap(&err, "first mark before mark %d", second.ID)
	var id marking.MarkID
	if err := s.read.QueryRowContext(ctx, `SELECT id FROM mark WHERE essay_id = ?1 AND rev = ?2 AND purpose = 'first'
		AND id < ?3 ORDER BY id DESC LIMIT 1`, second.Essay, second.Rev, second.ID).Scan(&id); err != nil {
		return m, err
	}
	return markByID(ctx, s.read, id)
}

func markByID(ctx context.Context, q tx, id marking.MarkID) (marking.Mark, error) {
	m := marking.Mark{ID: id, Levels: map[string]int{}, Comments: map[string]string{}}
	var at int64
	err := q.QueryRowContext(ctx, `SELECT essay_id, rev, round, teacher_id, purpose, strength, target, marked_at
		FROM mark WHERE id = ?1`, id).
		Scan(&m.Essay, &m.Rev, &m.Round, &m.Teacher, &m.Purpose, &m.Strength, &m.Target, &at)
	if err != nil {
		return m, err
	}
	m.At = fromMillis(at)
	rows, err := q.QueryContext(ctx, `SELECT skill, level, comment FROM mark_level WHERE mark_id = ?1`, id)
	if err != nil {
		return m, err
	}
	defer rows.Close()
	for rows.Next() {
		var skill, comment string
		var level int
		if err := rows.Scan(&skill, &level, &comment); err != nil {
			return m, err
		}
		m.Levels[skill], m.Comments[skill] = level, comment
	}
	return m, rows.Err()
}

// ReturnEssays gives marked essays back, all of them or, when one cannot be, none. What was returned
// already is fine. ErrLocked, ErrNotFound.
func (s *Store) ReturnEssays(ctx context.Context, teacher classroom.TeacherID, ids []classroom.EssayID) (err error) {
	defer wrap(&err, "return %d essays", len(ids))
	return s.write(ctx, func(t tx) error {
		now := millis(s.now())
		for _, id := range ids {
			sc, err := submission(ctx, t, teacher, id)
			if err != nil {
				return err
			}
			if sc.Place.State == essay.Returned || sc.Place.State == essay.Final {
				continue
			}
			if err := expireClaim(ctx, t, &sc.Essay, now); err != nil {
				return err
			}
			if sc.Marked == "" {
				return ErrLocked
			}
			marks, err := marksOf(ctx, t, sc.ID, sc.Rev)
			if err != nil {
				return err
			}
			if err := move(ctx, t, &sc.Essay, essay.Return, asColleague(teacher), now, marks[sc.Marked].ID); err != nil {
				return err
			}
		}
		return nil
	})
}

// ReopenEssay takes a returned essay back, so that its marking can be changed. One that is marked and
// not returned is fine. ErrLocked when its author has begun to revise it, ErrNotFound.
func (s *Store) ReopenEssay(ctx context.Context, teacher classroom.TeacherID, id classroom.EssayID) (err error) {
	defer wrap(&err, "reopen essay %d", id)
	return s.write(ctx, func(t tx) error {
		sc, err := submission(ctx, t, teacher, id)
		if err != nil || sc.Place.State == essay.Marked {
			return err
		}
		return move(ctx, t, &sc.Essay, essay.Reopen, asColleague(teacher), millis(s.now()), 0)
	})
}
