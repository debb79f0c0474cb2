package store

import (
	"context"
	"database/sql"
	"errors"

	"dossier/internal/classroom"
)

// StartQuiz begins a quiz, or returns the one that is already open in this lesson. A repeated form
// returns what the first one began.
func (s *Store) StartQuiz(ctx context.Context, who Answerer, lesson, formToken string, dealKey []byte,
	questions []classroom.Asked) (id classroom.AttemptID, err error) {
	defer wrap(&err, "start quiz")
	err = s.write(ctx, func(t tx) error {
		now := millis(s.now())
		student, err := who.student(ctx, t, now)
		if err != nil {
			return err
		}
		err = t.QueryRowContext(ctx, `SELECT id FROM attempt WHERE student_id = ?1 AND lesson = ?2 AND kind = 'quiz'
			AND (submitted_at IS NULL OR form_token = ?3) ORDER BY id DESC LIMIT 1`,
			student, lesson, formToken).
			Scan(&id)
		if !errors.Is(err, sql.ErrNoRows) {
			return err
		}
		id, err = insertAttempt(ctx, t, newAttempt{student: student, lesson: lesson, kind: classroom.QuizAttempt,
			formToken: formToken, dealKey: dealKey, questions: questions}, now)
		return err
	})
	return id, err
}

// newAttempt is an attempt that begins.
type newAttempt struct {
	student    classroom.StudentID
	lesson     string
	kind       string // "quiz" for a WorkAttempt too: it is told apart by having no lesson
	assignment classroom.AssignmentID
	formToken  string
	dealKey    []byte
	questions  []classroom.Asked
}

// insertAttempt begins an attempt. That at a check question is made together with its one answer, and so is submitted.
func insertAttempt(ctx context.Context, t tx, a newAttempt, now int64) (id classroom.AttemptID, err error) {
	submitted := sql.NullInt64{Int64: now, Valid: a.kind == classroom.CheckAttempt}
	row, err := insertRow(ctx, t, `
		INSERT INTO attempt (student_id, lesson, kind, assignment_id, deal_key, form_token, started_at, submitted_at)
		VALUES (?1, ?2, ?3, nullif(?4, 0), ?5, ?6, ?7, ?8)`, a.student, a.lesson, a.kind, int64(a.assignment), a.dealKey,
		a.formToken, now, submitted)
	if isUnique(err) {
		return 0, ErrConflict
	}
	if err != nil {
		return 0, err
	}
	id = classroom.AttemptID(row)
	for i, q := range a.questions {
		if _, err := t.ExecContext(ctx, `INSERT INTO attempt_question (attempt_id, position, question_id, version)
			VALUES (?1, ?2, ?3, ?4)`, id, i+1, q.Question, q.Version); err != nil {
			return 0, err
		}
	}
	return id, nil
}

// Attempt finds an attempt of this student with its questions and responses. ErrNotFound, for somebody else's too.
func (s *Store) Attempt(ctx context.Context, student classroom.StudentID,
	id classroom.AttemptID) (_ classroom.Attempt, err error) {
	defer wrap(&err, "attempt %d", id)
	attempts, err := s.attempts(ctx, `a.student_id = ?1 AND a.id = ?2`, student, id)
	if err == nil && len(attempts) == 0 {
		err = ErrNotFound
	}
	if err != nil {
		return classroom.Attempt{}, err
	}
	return attempts[0], nil
}

// Attempts lists all attempts of a student in the order in which they began; lesson "" means every lesson.
func (s *Store) Attempts(ctx context.Context, student classroom.StudentID, lesson string) (_ []classroom.Attempt,
	err error) {
	defer wrap(&err, "attempts of student %d", student)
	return s.attempts(ctx, `a.student_id = ?1 AND (?2 = '' OR a.lesson = ?2)`, student, lesson)
}

func (s *Store) attempts(ctx context.Context, condition string, args ...any) (attempts []classroom.Attempt, err error) {
	rows, err := s.read.QueryContext(ctx, `
		SELECT a.id, a.student_id, a.lesson, a.kind, a.deal_key, a.started_at, a.submitted_at,
			coalesce(a.assignment_id, 0), aq.question_id, aq.version, r.id,`+responseColumns+`
		FROM attempt a JOIN attempt_question aq ON aq.attempt_id = a.id LEFT JOIN response r ON r.attempt_id = a.id
		AND r.question_id = aq.question_id`+newestRegrade+`
		WHERE `+condition+` ORDER BY a.id, aq.position, r.try`, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var (
			a         classroom.Attempt
			q         classroom.Asked
			r         scannedResponse
			answered  sql.NullInt64 // the response's id
			started   int64
			submitted sql.NullInt64
		)
		if err := rows.Scan(append([]any{&a.ID, &a.Student, &a.Lesson, &a.Kind, &a.DealKey, &started, &submitted,
			&a.Assignment, &q.Question, &q.Version, &answered}, r.into()...)...); err != nil {
			return nil, err
		}
		if n := len(attempts); n == 0 || attempts[n-1].ID != a.ID {
			a.Started, a.Responses = fromMillis(started), map[string]classroom.Response{}
			if a.Lesson == "" {
				a.Kind = classroom.WorkAttempt
			}
			if submitted.Valid {
				a.Submitted = fromMillis(submitted.Int64)
			}
			attempts = append(attempts, a)
		}
		last := &attempts[len(attempts)-1]
		if n := len(last.Questions); n == 0 || last.Questions[n-1].Question != q.Question {
			last.Questions = append(last.Questions, q)
		}
		if answered.Valid {
			response, err := r.response(q.Question)
			if err != nil {
				return nil, err
			}
			last.Responses[q.Question] = response
		}
	}
	return attempts, rows.Err()
}
