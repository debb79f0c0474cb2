package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"dossier/internal/classroom"
)

// HandOut stores work that a teacher hands out to a class of theirs. A form that is sent again under its token returns
// what the first one stored. ErrNotFound, for a class or a group that is not theirs too.
func (s *Store) HandOut(ctx context.Context, teacher classroom.TeacherID, formToken string,
	a classroom.Assignment) (id classroom.AssignmentID, err error) {
	defer wrap(&err, "hand out to class %d", a.Class)
	err = s.write(ctx, func(t tx) error {
		err := t.QueryRowContext(ctx, `SELECT id FROM assignment WHERE form_token = ?1 AND class_id = ?2
			AND class_id IN (SELECT class_id FROM class_teacher WHERE teacher_id = ?3)`, formToken, a.Class, teacher).Scan(&id)
		if !errors.Is(err, sql.ErrNoRows) {
			return err
		}
		now := millis(s.now())
		if err := t.QueryRowContext(ctx, `
			INSERT INTO assignment (class_id, teacher_id, form_token, kind, subject, title, test, drawn, shuffled, attempts,
				minutes, results, opens_at, due_at, closes_at, created_at)
			SELECT class_id, teacher_id, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, nullif(?11, 0), ?12, ?13, ?14, ?15, ?16
			FROM class_teacher WHERE class_id = ?1 AND teacher_id = ?2 RETURNING id`,
			a.Class, teacher, formToken, string(a.Handed), a.Subject, a.Title, a.Test, a.Drawn, a.Shuffled, a.Attempts,
			a.Minutes, string(a.Results), someTime(a.Opens), someTime(a.Due), someTime(a.Closes), now).
			Scan(&id); err != nil {
			return err
		}
		a.ID = id
		if err := putAssignmentParts(ctx, t, a); err != nil {
			return err
		}
		return audit(ctx, t, now, actorTeacher(teacher), "hand out", fmt.Sprintf("assignment %d", id))
	})
	return id, err
}

// putAssignmentParts stores the questions of an assignment, and to whom it is handed out.
func putAssignmentParts(ctx context.Context, t tx, a classroom.Assignment) error {
	for _, table := range []string{"assignment_question", "assignment_group"} {
		if _, err := t.ExecContext(ctx, `DELETE FROM `+table+` WHERE assignment_id = ?1`, a.ID); err != nil {
			return err
		}
	}
	for i, q := range a.Questions {
		if _, err := t.ExecContext(ctx, `INSERT INTO assignment_question (assignment_id, position, question_id, version,
			out_of) VALUES (?1, ?2, ?3, ?4, ?5)`, a.ID, i+1, q.Question, q.Version, q.OutOf); err != nil {
			return err
		}
	}
	for _, g := range a.Groups {
		if err := changeOne(ctx, t, `INSERT INTO assignment_group (assignment_id, group_id)
			SELECT ?1, id FROM student_group WHERE id = ?2 AND class_id = ?3`, a.ID, g, a.Class); err != nil {
			return err
		}
	}
	return nil
}

// ChangeAssignment stores what a teacher changes about work that was handed out. The form showed a.Revision: ErrStale
// when another one stands, and then nothing is changed. What kind of work it is stays. Once somebody has begun, the
// questions stay too: ErrConflict. ErrNotFound.
func (s *Store) ChangeAssignment(ctx context.Context, teacher classroom.TeacherID, a classroom.Assignment) (err error) {
	defer wrap(&err, "change assignment %d", a.ID)
	return s.write(ctx, func(t tx) error {
		was, err := assignment(ctx, t, a.Class, a.ID)
		if err != nil {
			return err
		}
		if was.Revision != a.Revision {
			return ErrStale
		}
		begun, err := hasAttempts(ctx, t, a.ID)
		if err != nil {
			return err
		}
		if begun && !was.SameQuestions(a) {
			return ErrConflict
		}
		if err := changeOne(ctx, t, `UPDATE assignment SET title = ?4, test = ?5, drawn = ?6, shuffled = ?7, attempts = ?8,
				minutes = nullif(?9, 0), results = ?10, opens_at = ?11, due_at = ?12, closes_at = ?13, revision = revision + 1
			WHERE id = ?1 AND revision = ?3 AND `+ownAssignment, a.ID, teacher, a.Revision, a.Title, a.Test, a.Drawn,
			a.Shuffled, a.Attempts, a.Minutes, string(a.Results), someTime(a.Opens), someTime(a.Due),
			someTime(a.Closes)); err != nil {
			return err
		}
		if err := putAssignmentParts(ctx, t, a); err != nil {
			return err
		}
		return audit(ctx, t, millis(s.now()), actorTeacher(teacher), "change assignment", fmt.Sprintf("assignment %d", a.ID))
	})
}

// ownAssignment limits a statement to assignments of the classes of teacher ?2.
const ownAssignment = `class_id IN (SELECT class_id FROM class_teacher WHERE teacher_id = ?2)`

func hasAttempts(ctx context.Context, q tx, id classroom.AssignmentID) (yes bool, err error) {
	err = q.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM attempt WHERE assignment_id = ?1)`, id).Scan(&yes)
	return yes, err
}

// WithdrawAssignment takes back work from a class of this teacher, or hands it out again. What was answered stays.
// ErrNotFound.
func (s *Store) WithdrawAssignment(ctx context.Context, teacher classroom.TeacherID, class classroom.ClassID,
	id classroom.AssignmentID, withdrawn bool) (err error) {
	defer wrap(&err, "withdraw assignment %d", id)
	action := "hand out again"
	if withdrawn {
		action = "withdraw assignment"
	}
	return s.stampAssignment(ctx, teacher, class, id, "withdrawn_at", withdrawn, action)
}

// ReleaseResults lets students see their results, or hides them again. ErrNotFound.
func (s *Store) ReleaseResults(ctx context.Context, teacher classroom.TeacherID, class classroom.ClassID,
	id classroom.AssignmentID, released bool) (err error) {
	defer wrap(&err, "release the results of assignment %d", id)
	action := "hide results"
	if released {
		action = "release results"
	}
	return s.stampAssignment(ctx, teacher, class, id, "released_at", released, action)
}

// stampAssignment writes into a column of times that something is so since now, or that it is not so any more. Where it
// was so already the revision stays: a second click makes no form of another window stale.
func (s *Store) stampAssignment(ctx context.Context, teacher classroom.TeacherID, class classroom.ClassID,
	id classroom.AssignmentID, column string, is bool, action string) error {
	return s.write(ctx, func(t tx) error {
		now := millis(s.now())
		if err := changeOne(ctx, t, `UPDATE assignment SET
				revision = revision + CASE WHEN (`+column+` IS NULL) = ?5 THEN 1 ELSE 0 END,
				`+column+` = CASE WHEN ?5 THEN coalesce(`+column+`, ?4) END
			WHERE id = ?1 AND class_id = ?3 AND `+ownAssignment, id, teacher, class, now, is); err != nil {
			return err
		}
		return audit(ctx, t, now, actorTeacher(teacher), action, fmt.Sprintf("assignment %d", id))
	})
}

// Grant gives one student of the class more attempts at an assignment, or a close of their own, in place of what was
// granted before. ErrNotFound.
func (s *Store) Grant(ctx context.Context, teacher classroom.TeacherID, class classroom.ClassID,
	g classroom.Grant) (err error) {
	defer wrap(&err, "grant student %d more for assignment %d", g.Student, g.Assignment)
	return s.write(ctx, func(t tx) error {
		if err := changeOne(ctx, t, `
			INSERT INTO assignment_grant (assignment_id, student_id, attempts, closes_at)
			SELECT a.id, st.id, ?5, ?6 FROM assignment a JOIN student st ON st.class_id = a.class_id
			WHERE a.id = ?1 AND a.class_id = ?3 AND st.id = ?4 AND a.`+ownAssignment+`
			ON CONFLICT (assignment_id, student_id) DO UPDATE SET attempts = excluded.attempts, closes_at = excluded.closes_at`,
			g.Assignment, teacher, class, g.Student, g.Attempts, someTime(g.Closes)); err != nil {
			return err
		}
		return audit(ctx, t, millis(s.now()), actorTeacher(teacher), "grant more",
			fmt.Sprintf("assignment %d, student %d", g.Assignment, g.Student))
	})
}

// Assignments lists what was handed out to a class, the oldest first, with what was taken back. The caller has checked
// whose class it is.
func (s *Store) Assignments(ctx context.Context, class classroom.ClassID) (_ []classroom.Assignment, err error) {
	defer wrap(&err, "assignments of class %d", class)
	return assignments(ctx, s.read, class, `TRUE`)
}

// Assignment finds one of a class. The caller has checked whose class it is. ErrNotFound.
func (s *Store) Assignment(ctx context.Context, class classroom.ClassID, id classroom.AssignmentID) (
	_ classroom.Assignment, err error) {
	defer wrap(&err, "assignment %d", id)
	return assignment(ctx, s.read, class, id)
}

func assignment(ctx context.Context, q tx, class classroom.ClassID, id classroom.AssignmentID) (
	classroom.Assignment, error) {
	all, err := assignments(ctx, q, class, `a.id = ?2`, id)
	if err == nil && len(all) == 0 {
		err = ErrNotFound
	}
	if err != nil {
		return classroom.Assignment{}, err
	}
	return all[0], nil
}

// assignments reads those of class ?1 that meet a condition on assignment a, with their questions and groups.
func assignments(ctx context.Context, q tx, class classroom.ClassID, condition string, more ...any) (
	[]classroom.Assignment, error) {
	args := append([]any{class}, more...)
	all, err := collect(ctx, q, scanAssignment, `
		SELECT a.id, a.class_id, coalesce(a.teacher_id, 0), a.revision, a.title, a.kind, a.subject, a.test, a.drawn,
			a.shuffled, a.attempts, coalesce(a.minutes, 0), a.results, a.opens_at, a.due_at, a.closes_at, a.released_at,
			a.withdrawn_at, a.created_at
		FROM assignment a WHERE a.class_id = ?1 AND `+condition+` ORDER BY a.id`, args...)
	if err != nil || len(all) == 0 {
		return nil, err
	}
	at := map[classroom.AssignmentID]*classroom.Assignment{}
	for i := range all {
		at[all[i].ID] = &all[i]
	}
	type task struct {
		of classroom.AssignmentID
		classroom.Task
	}
	tasks, err := collect(ctx, q, func(row scanner) (k task, err error) {
		return k, row.Scan(&k.of, &k.Question, &k.Version, &k.OutOf, &k.Withdrawn)
	}, `SELECT q.assignment_id, q.question_id, q.version, q.out_of,
			`+withdrawnIn("a.class_id", "q.question_id", "q.version")+` FROM assignment a
		JOIN assignment_question q ON q.assignment_id = a.id
		WHERE a.class_id = ?1 AND `+condition+` ORDER BY q.assignment_id, q.position`, args...)
	if err != nil {
		return nil, err
	}
	for _, k := range tasks {
		at[k.of].Questions = append(at[k.of].Questions, k.Task)
	}
	type handed struct {
		of classroom.AssignmentID
		to classroom.GroupID
	}
	groups, err := collect(ctx, q, func(row scanner) (h handed, err error) { return h, row.Scan(&h.of, &h.to) },
		`SELECT g.assignment_id, g.group_id FROM assignment a JOIN assignment_group g ON g.assignment_id = a.id
		WHERE a.class_id = ?1 AND `+condition+` ORDER BY g.assignment_id, g.group_id`, args...)
	for _, h := range groups {
		at[h.of].Groups = append(at[h.of].Groups, h.to)
	}
	return all, err
}

func scanAssignment(row scanner) (a classroom.Assignment, err error) {
	var opens, due, closes, released, withdrawn sql.NullInt64
	var made int64
	err = row.Scan(&a.ID, &a.Class, &a.Teacher, &a.Revision, &a.Title, &a.Handed, &a.Subject, &a.Test, &a.Drawn,
		&a.Shuffled, &a.Attempts, &a.Minutes, &a.Results, &opens, &due, &closes, &released, &withdrawn, &made)
	a.Opens, a.Due, a.Closes = timeOf(opens), timeOf(due), timeOf(closes)
	a.Released, a.Withdrawn, a.Made = timeOf(released), timeOf(withdrawn), fromMillis(made)
	return a, err
}

// someTime is a time as it is stored; NULL for none.
func someTime(t time.Time) sql.NullInt64 { return sql.NullInt64{Int64: millis(t), Valid: !t.IsZero()} }

func timeOf(ms sql.NullInt64) time.Time {
	if !ms.Valid {
		return time.Time{}
	}
	return fromMillis(ms.Int64)
}

// Takings says for each student of a class what is settled for them and what they were granted for an assignment that
// was handed out to them. The caller has checked whose class it is.
func (s *Store) Takings(ctx context.Context, a classroom.Assignment) (_ []classroom.Taking, err error) {
	defer wrap(&err, "who takes assignment %d", a.ID)
	return takings(ctx, s.read, a)
}

func takings(ctx context.Context, q tx, a classroom.Assignment) ([]classroom.Taking, error) {
	return collect(ctx, q, func(row scanner) (classroom.Taking, error) {
		t := classroom.Taking{Assignment: a}
		var closes sql.NullInt64
		err := row.Scan(&t.Student, &t.Settings.ExtraTime, &t.Settings.PlainWords, &t.Grant.Attempts, &closes)
		t.Grant.Assignment, t.Grant.Student, t.Grant.Closes = a.ID, t.Student, timeOf(closes)
		return t, err
	}, `SELECT st.id, st.extra_time, st.plain_words, coalesce(g.attempts, 0), g.closes_at
		FROM student st LEFT JOIN assignment_grant g ON g.student_id = st.id AND g.assignment_id = ?1
		WHERE st.class_id = ?2 AND (NOT EXISTS (SELECT 1 FROM assignment_group WHERE assignment_id = ?1)
			OR EXISTS (SELECT 1 FROM assignment_group ag JOIN group_member m ON m.group_id = ag.group_id
				WHERE ag.assignment_id = ?1 AND m.student_id = st.id))
		ORDER BY st.name_key`, a.ID, a.Class)
}

// WorkOf lists what was handed out to a student, the oldest first, as it is for them. A guest has none.
func (s *Store) WorkOf(ctx context.Context, student classroom.Student) (all []classroom.Taking, err error) {
	defer wrap(&err, "work of student %d", student.ID)
	if student.Guest() {
		return nil, nil
	}
	return workOf(ctx, s.read, student.Class, student.ID, 0)
}

// workOf reads what was handed out to a student of a class; only is one assignment, 0 for all.
func workOf(ctx context.Context, q tx, class classroom.ClassID, student classroom.StudentID,
	only classroom.AssignmentID) (all []classroom.Taking, err error) {
	handed, err := assignments(ctx, q, class, `(?2 = 0 OR a.id = ?2)`, only)
	if err != nil || len(handed) == 0 {
		return nil, err
	}
	groups, err := collect(ctx, q, func(row scanner) (id classroom.GroupID, err error) { return id, row.Scan(&id) },
		`SELECT group_id FROM group_member WHERE student_id = ?1`, student)
	if err != nil {
		return nil, err
	}
	grants, err := collect(ctx, q, func(row scanner) (g classroom.Grant, err error) {
		var closes sql.NullInt64
		err = row.Scan(&g.Assignment, &g.Student, &g.Attempts, &closes)
		g.Closes = timeOf(closes)
		return g, err
	}, `SELECT assignment_id, student_id, attempts, closes_at FROM assignment_grant WHERE student_id = ?1`, student)
	if err != nil {
		return nil, err
	}
	var settings classroom.Settings
	if err := q.QueryRowContext(ctx, `SELECT extra_time, plain_words FROM student WHERE id = ?1 AND class_id = ?2`,
		student, class).Scan(&settings.ExtraTime, &settings.PlainWords); err != nil {
		return nil, err
	}
	for _, a := range handed {
		if !a.For(groups) {
			continue
		}
		t := classroom.Taking{Assignment: a, Student: student, Settings: settings}
		for _, g := range grants {
			if g.Assignment == a.ID {
				t.Grant = g
			}
		}
		all = append(all, t)
	}
	return all, nil
}

// BeginWork begins an attempt at a quiz that was handed out to this student, or returns the one that is open. A form
// that is sent again under its token returns what the first one began. ErrLocked when it is not open, or there are no
// attempts left; ErrNotFound when it was not handed out to them.
func (s *Store) BeginWork(ctx context.Context, student classroom.Student, assignment classroom.AssignmentID,
	formToken string, dealKey []byte) (id classroom.AttemptID, err error) {
	defer wrap(&err, "begin assignment %d", assignment)
	err = s.write(ctx, func(t tx) error {
		at := s.now()
		if err := active(ctx, t, student.ID, millis(at)); err != nil {
			return err
		}
		mine, err := workOf(ctx, t, student.Class, student.ID, assignment)
		if err != nil {
			return err
		}
		if len(mine) == 0 || mine[0].Handed != classroom.HandedQuiz {
			return ErrNotFound
		}
		id, err = beginWork(ctx, t, mine[0], formToken, dealKey, at)
		return err
	})
	return id, err
}

func beginWork(ctx context.Context, t tx, work classroom.Taking, formToken string, dealKey []byte, at time.Time) (
	classroom.AttemptID, error) {
	type made struct {
		id      classroom.AttemptID
		began   int64
		over    bool
		formKey string
	}
	before, err := collect(ctx, t, func(row scanner) (m made, err error) {
		return m, row.Scan(&m.id, &m.began, &m.over, &m.formKey)
	}, `SELECT id, started_at, submitted_at IS NOT NULL, form_token FROM attempt
		WHERE student_id = ?1 AND assignment_id = ?2 ORDER BY id`, work.Student, work.ID)
	if err != nil {
		return 0, err
	}
	for _, m := range before {
		if m.formKey == formToken || !m.over && work.Takes(fromMillis(m.began), at) {
			return m.id, nil
		}
	}
	if !work.MayBegin(len(before), at) {
		return 0, ErrLocked
	}
	return insertAttempt(ctx, t, newAttempt{student: work.Student, kind: classroom.QuizAttempt, assignment: work.ID,
		formToken: formToken, dealKey: dealKey, questions: work.Deal(dealKey)}, millis(at))
}

// AttemptsAt lists the attempts of everybody in a class at an assignment, in the order in which they began. The caller
// has checked whose class it is.
func (s *Store) AttemptsAt(ctx context.Context, class classroom.ClassID, assignment classroom.AssignmentID) (
	_ []classroom.Attempt, err error) {
	defer wrap(&err, "attempts at assignment %d", assignment)
	return s.attempts(ctx, `a.assignment_id = ?1 AND a.student_id IN (SELECT id FROM student WHERE class_id = ?2)`,
		assignment, class)
}
