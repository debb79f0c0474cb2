package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"dossier/internal/classroom"
	"dossier/internal/quiz"
)

// regradeBatch is how many answers are decided about in one transaction.
const regradeBatch = 1000

// acceptedIn lists what counts as accepted for a question in each of a teacher's classes, whichever of a class's
// teachers accepted it.
func acceptedIn(ctx context.Context, q tx, teacher classroom.TeacherID,
	asked classroom.Asked) (map[classroom.ClassID][]quiz.Accepted, error) {
	rows, err := q.QueryContext(ctx, `
		SELECT mine.class_id, p.field, p.text FROM class_teacher mine
		JOIN class_teacher ct ON ct.class_id = mine.class_id JOIN acceptance p ON p.teacher_id = ct.teacher_id
		WHERE mine.teacher_id = ?1 AND p.question_id = ?2 AND p.version = ?3 AND p.undone_at IS NULL ORDER BY p.id`,
		teacher, asked.Question, asked.Version)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	all := map[classroom.ClassID][]quiz.Accepted{}
	for rows.Next() {
		var class classroom.ClassID
		var a quiz.Accepted
		if err := rows.Scan(&class, &a.Field, &a.Text); err != nil {
			return nil, err
		}
		all[class] = append(all[class], a)
	}
	return all, rows.Err()
}

// acceptedFor lists what the teachers of a student's class have accepted for a question, and the newest of it.
func acceptedFor(ctx context.Context, q tx, student classroom.StudentID, asked classroom.Asked) (
	newest classroom.Acceptance, accepted []quiz.Accepted, err error) {
	rows, err := q.QueryContext(ctx, `
		SELECT p.id, p.teacher_id, p.field, p.text FROM student st JOIN class_teacher ct ON ct.class_id = st.class_id
		JOIN acceptance p ON p.teacher_id = ct.teacher_id
		WHERE st.id = ?1 AND p.question_id = ?2 AND p.version = ?3 AND p.undone_at IS NULL ORDER BY p.id`,
		student, asked.Question, asked.Version)
	if err != nil {
		return newest, nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var a quiz.Accepted
		if err := rows.Scan(&newest.ID, &newest.Teacher, &a.Field, &a.Text); err != nil {
			return newest, nil, err
		}
		accepted = append(accepted, a)
	}
	return newest, accepted, rows.Err()
}

// rulingFor is what counts for a student's answers to a question, and the newest reason of it.
func rulingFor(ctx context.Context, q tx, student classroom.StudentID, asked classroom.Asked) (
	r classroom.Ruling, why because, err error) {
	newest, accepted, err := acceptedFor(ctx, q, student, asked)
	if err != nil {
		return r, why, err
	}
	r.Accepted = accepted
	if r.Correction, err = correctionFor(ctx, q, student, asked); err != nil {
		return r, why, err
	}
	why = because{id: newest.ID, teacher: newest.Teacher, asked: asked, cause: "accepted before"}
	if c := r.Correction; c != nil {
		why = because{id: c.ID, teacher: c.Teacher, asked: asked, cause: "corrected before", corrects: true}
	}
	return r, why, nil
}

// ruleAtOnce decides about a new answer under what the teachers of its author's class have ruled.
func ruleAtOnce(ctx context.Context, t tx, student classroom.StudentID, response int64, r classroom.NewResponse,
	now int64) error {
	if r.Ruled == nil {
		return nil
	}
	ruling, why, err := rulingFor(ctx, t, student, r.Question)
	if err != nil || ruling.Empty() {
		return err
	}
	after, changes := r.Ruled(ruling)
	if !changes {
		return nil
	}
	before := classroom.Decision{Score: r.Score, Marks: r.Marks}
	return insertRegrade(ctx, t, response, why, before, after, now)
}

// because is why answers to a question are decided about anew: an acceptance or a correction, made or taken back.
type because struct {
	id       int64
	corrects bool // it is a correction
	teacher  classroom.TeacherID
	asked    classroom.Asked
	cause    string // as in the table
}

func insertRegrade(ctx context.Context, t tx, response int64, why because, before, after classroom.Decision,
	now int64) error {
	grade, err := encodeGrade(after.Grade)
	if err != nil {
		return err
	}
	acceptance := sql.NullInt64{Int64: why.id, Valid: !why.corrects}
	correction := sql.NullInt64{Int64: why.id, Valid: why.corrects}
	_, err = t.ExecContext(ctx, `
		INSERT INTO regrade (response_id, acceptance_id, correction_id, teacher_id, cause, ruled, score_before,
			marks_before, score, marks, grade, regraded_at)
		VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)`,
		response, acceptance, correction, why.teacher, why.cause, after.Ruled, before.Score, before.Marks, after.Score,
		after.Marks, grade, now)
	if err != nil {
		return err
	}
	return redecideLatest(ctx, t, response)
}

// storedAnswers lists answers of students in classes by the condition, the oldest first. Cross joins keep the order of
// the search, from the classes to their answers, so that it does not grow with the school.
func storedAnswers(ctx context.Context, q tx, condition string, args ...any) (all []classroom.StoredAnswer, err error) {
	rows, err := q.QueryContext(ctx, `
		SELECT r.id, a.id, st.id, st.name, st.class_id, c.name, a.lesson, r.question_id, r.score, r.marks, r.grade,`+
		responseColumns+`
		FROM class c CROSS JOIN student st CROSS JOIN attempt a CROSS JOIN response r`+newestRegrade+`
		WHERE st.class_id = c.id AND a.student_id = st.id AND r.attempt_id = a.id AND `+condition, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var a classroom.StoredAnswer
		var question string
		var first sql.NullString
		var r scannedResponse
		if err := rows.Scan(append([]any{&a.Response, &a.Attempt, &a.Student.ID, &a.Student.Name, &a.Student.Class,
			&a.Student.ClassName, &a.Lesson, &question, &a.First.Score, &a.First.Marks, &first}, r.into()...)...); err != nil {
			return nil, err
		}
		if a.First.Grade, err = decodeGrade(first); err != nil {
			return nil, err
		}
		if a.Given, err = r.response(question); err != nil {
			return nil, err
		}
		a.OutOf = a.Given.FirstOutOf
		all = append(all, a)
	}
	return all, rows.Err()
}

// UnmatchedAnswers lists the answers of a class in which something matched nothing known when they were given. The
// caller has checked whose class it is.
func (s *Store) UnmatchedAnswers(ctx context.Context, class classroom.ClassID) (_ []classroom.StoredAnswer, err error) {
	defer wrap(&err, "unmatched answers of class %d", class)
	return storedAnswers(ctx, s.read, `c.id = ?1
		AND EXISTS (SELECT 1 FROM unmatched u WHERE u.response_id = r.id) ORDER BY r.id`, class)
}

// AnswerOf finds an answer of a class. The caller has checked whose class it is. ErrNotFound.
func (s *Store) AnswerOf(ctx context.Context, class classroom.ClassID, response int64) (_ classroom.StoredAnswer,
	err error) {
	defer wrap(&err, "answer %d of class %d", response, class)
	all, err := storedAnswers(ctx, s.read, `c.id = ?1 AND r.id = ?2`, class, response)
	if err == nil && len(all) == 0 {
		err = ErrNotFound
	}
	if err != nil {
		return classroom.StoredAnswer{}, err
	}
	return all[0], nil
}

// AnswersTo lists the answers to a question that a teacher's students have given, each with what was ruled for it.
func (s *Store) AnswersTo(ctx context.Context, teacher classroom.TeacherID, asked classroom.Asked) (
	_ []classroom.StoredAnswer, err error) {
	defer wrap(&err, "answers to %s", asked.Question)
	return answersTo(ctx, s.read, teacher, asked, 0, -1)
}

// CountAnswersTo is how many answers AnswersTo lists.
func (s *Store) CountAnswersTo(ctx context.Context, teacher classroom.TeacherID, asked classroom.Asked) (n int,
	err error) {
	defer wrap(&err, "count the answers to %s", asked.Question)
	return n, s.read.QueryRowContext(ctx, `SELECT count(*)
		FROM class_teacher ct CROSS JOIN student st CROSS JOIN attempt a CROSS JOIN response r
		WHERE ct.teacher_id = ?1 AND st.class_id = ct.class_id AND a.student_id = st.id AND r.attempt_id = a.id
			AND r.question_id = ?2 AND r.version = ?3`, teacher, asked.Question, asked.Version).Scan(&n)
}

// answersTo lists at most limit answers after one; -1 is no limit.
func answersTo(ctx context.Context, q tx, teacher classroom.TeacherID, asked classroom.Asked, after int64,
	limit int) ([]classroom.StoredAnswer, error) {
	accepted, err := acceptedIn(ctx, q, teacher, asked)
	if err != nil {
		return nil, err
	}
	corrected, err := correctedIn(ctx, q, teacher, asked)
	if err != nil {
		return nil, err
	}
	all, err := storedAnswers(ctx, q, `r.question_id = ?2 AND r.version = ?3 AND r.id + 0 > ?4
		AND c.id IN (SELECT class_id FROM class_teacher WHERE teacher_id = ?1) ORDER BY r.id LIMIT ?5`,
		teacher, asked.Question, asked.Version, after, limit)
	for i := range all {
		class := all[i].Student.Class
		all[i].Ruling = classroom.Ruling{Accepted: accepted[class], Correction: corrected[class]}
	}
	return all, err
}

// Regrade decides about answers once more and returns those whose decision changes.
type Regrade func([]classroom.StoredAnswer) []classroom.Regraded

// Accept accepts a typed answer in all classes of a teacher and decides about the answers there once more. Accepting
// what is accepted already changes nothing more.
func (s *Store) Accept(ctx context.Context, teacher classroom.TeacherID, asked classroom.Asked, accepted quiz.Accepted,
	regrade Regrade) (err error) {
	defer wrap(&err, "accept an answer to %s", asked.Question)
	why := because{teacher: teacher, asked: asked, cause: "accepted"}
	_, err = s.regrade(ctx, why, regrade, func(t tx, now int64) (int64, error) {
		var id int64
		err := t.QueryRowContext(ctx, `
			INSERT INTO acceptance (teacher_id, question_id, version, field, text, accepted_at)
			VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT DO NOTHING RETURNING id`,
			teacher, asked.Question, asked.Version, accepted.Field, accepted.Text, now).Scan(&id)
		if err == nil {
			return id, audit(ctx, t, now, actorTeacher(teacher), "accept answer", fmt.Sprintf("acceptance %d", id))
		}
		if !errors.Is(err, sql.ErrNoRows) {
			return 0, err
		}
		err = t.QueryRowContext(ctx, `SELECT id FROM acceptance WHERE teacher_id = ?1 AND question_id = ?2
			AND version = ?3 AND field = ?4 AND text = ?5 AND undone_at IS NULL`,
			teacher, asked.Question, asked.Version, accepted.Field, accepted.Text).Scan(&id)
		return id, err
	})
	return err
}

// Unaccept takes an acceptance of a teacher back and decides about the answers once more. Doing it twice changes
// nothing more. ErrNotFound, for somebody else's acceptance too.
func (s *Store) Unaccept(ctx context.Context, teacher classroom.TeacherID, acceptance int64, regrade Regrade) (
	err error) {
	defer wrap(&err, "take acceptance %d back", acceptance)
	a, err := s.Acceptance(ctx, teacher, acceptance)
	if err != nil {
		return err
	}
	why := because{teacher: teacher, asked: a.Asked, cause: "undone"}
	_, err = s.regrade(ctx, why, regrade, func(t tx, now int64) (int64, error) {
		res, err := t.ExecContext(ctx, `UPDATE acceptance SET undone_at = ?3 WHERE id = ?1 AND teacher_id = ?2
			AND undone_at IS NULL`, acceptance, teacher, now)
		if err != nil {
			return 0, err
		}
		if n, err := res.RowsAffected(); err != nil || n == 0 {
			return acceptance, err
		}
		return acceptance, audit(ctx, t, now, actorTeacher(teacher), "take accepted answer back",
			fmt.Sprintf("acceptance %d", acceptance))
	})
	return err
}

// regrade carries out a change of what was ruled and, from the same transaction on, decides about the answers to its
// question once more, in batches: if it is cut short between two of them, doing it again finishes it. It returns what
// change did: the number of an acceptance or a correction.
func (s *Store) regrade(ctx context.Context, why because, regrade Regrade,
	change func(t tx, now int64) (id int64, err error)) (int64, error) {
	for last := int64(0); ; {
		var answers []classroom.StoredAnswer
		err := s.write(ctx, func(t tx) (err error) {
			now := millis(s.now())
			if why.id, err = change(t, now); err != nil {
				return err
			}
			if answers, err = answersTo(ctx, t, why.teacher, why.asked, last, regradeBatch); err != nil {
				return err
			}
			if why.corrects && len(answers) < regradeBatch {
				if err := settle(ctx, t, why.id, now); err != nil {
					return err
				}
			}
			return keepRegraded(ctx, t, why, regrade(answers), now)
		})
		if err != nil || len(answers) < regradeBatch {
			return why.id, err
		}
		last = answers[len(answers)-1].Response
	}
}

// keepRegraded stores new decisions and brings what depends on them up to date.
func keepRegraded(ctx context.Context, t tx, why because, changed []classroom.Regraded, now int64) error {
	type work struct {
		student classroom.StudentID
		lesson  string
	}
	touched := map[work]bool{}
	for _, r := range changed {
		if err := insertRegrade(ctx, t, r.Response, why, r.Given.Decision(), r.After, now); err != nil {
			return err
		}
		touched[work{r.Student.ID, r.Lesson}] = true
	}
	for w := range touched {
		if err := keepProgress(ctx, t, w.student, w.lesson); err != nil {
			return err
		}
	}
	return nil
}

const acceptanceColumns = `p.id, p.question_id, p.version, p.field, p.text, p.teacher_id, t.name
	FROM acceptance p JOIN teacher t ON t.id = p.teacher_id`

func scanAcceptance(row interface{ Scan(...any) error }) (a classroom.Acceptance, err error) {
	err = row.Scan(&a.ID, &a.Question, &a.Version, &a.Field, &a.Text, &a.Teacher, &a.By)
	return a, err
}

// Acceptance finds an acceptance of a teacher, taken back or not. ErrNotFound.
func (s *Store) Acceptance(ctx context.Context, teacher classroom.TeacherID, id int64) (_ classroom.Acceptance,
	err error) {
	defer wrap(&err, "acceptance %d", id)
	return scanAcceptance(s.read.QueryRowContext(ctx, `SELECT `+acceptanceColumns+` WHERE p.id = ?1 AND p.teacher_id = ?2`,
		id, teacher))
}

// Acceptances lists what counts as accepted in a class, the newest first. The caller has checked whose class it is.
func (s *Store) Acceptances(ctx context.Context, class classroom.ClassID) (all []classroom.Acceptance, err error) {
	defer wrap(&err, "acceptances of class %d", class)
	rows, err := s.read.QueryContext(ctx, `SELECT `+acceptanceColumns+`
		JOIN class_teacher ct ON ct.teacher_id = p.teacher_id
		WHERE ct.class_id = ?1 AND p.undone_at IS NULL ORDER BY p.id DESC`, class)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		a, err := scanAcceptance(rows)
		if err != nil {
			return nil, err
		}
		all = append(all, a)
	}
	return all, rows.Err()
}

// RegradedBy counts the answers that were decided about anew because of acceptances of a teacher.
func (s *Store) RegradedBy(ctx context.Context, teacher classroom.TeacherID, acceptances []int64) (n int, err error) {
	defer wrap(&err, "answers regraded by %d acceptances", len(acceptances))
	if len(acceptances) == 0 {
		return 0, nil
	}
	err = s.read.QueryRowContext(ctx, `SELECT count(DISTINCT g.response_id) FROM acceptance p
		JOIN regrade g ON g.acceptance_id = p.id
		WHERE p.teacher_id = ?1 AND g.cause = 'accepted' AND p.id IN (`+places(2, len(acceptances))+`)`,
		numbered([]any{teacher}, acceptances)...).Scan(&n)
	return n, err
}
