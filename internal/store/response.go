package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"

	"dossier/internal/classroom"
	"dossier/internal/quiz"
)

// RecordResponse stores an answer in an attempt of this student. A form that is sent again under its token, with the
// same answer, stores nothing and is no error; with another answer, or from another form, it is ErrConflict. The
// attempt is submitted with its last answer. ErrNotFound.
func (s *Store) RecordResponse(ctx context.Context, student classroom.StudentID, attempt classroom.AttemptID,
	r classroom.NewResponse) (err error) {
	defer wrap(&err, "record response in attempt %d", attempt)
	written, err := encode(r)
	if err != nil {
		return err
	}
	return s.write(ctx, func(t tx) error {
		now := millis(s.now())
		if _, err := (Answerer{Student: student}).student(ctx, t, now); err != nil {
			return err
		}
		var lesson string
		err := t.QueryRowContext(ctx, `SELECT a.lesson FROM attempt a JOIN attempt_question q ON q.attempt_id = a.id
			WHERE a.id = ?1 AND a.student_id = ?2 AND q.question_id = ?3`,
			attempt, student, r.Question.Question).
			Scan(&lesson)
		if err != nil {
			return err
		}
		if err := insertResponse(ctx, t, student, attempt, written, now); err != nil {
			return err
		}
		return countInQuiz(ctx, t, student, lesson, attempt, now)
	})
}

// RecordCheck stores an answer to a check question in an attempt of its own. A form that is sent again under its token
// stores nothing: no error with the same answer, ErrConflict with another.
func (s *Store) RecordCheck(ctx context.Context, who Answerer, lesson string, dealKey []byte,
	r classroom.NewResponse) (err error) {
	defer wrap(&err, "record check")
	written, err := encode(r)
	if err != nil {
		return err
	}
	return s.write(ctx, func(t tx) error {
		now := millis(s.now())
		student, err := who.student(ctx, t, now)
		if err != nil {
			return err
		}
		id, err := insertAttempt(ctx, t, newAttempt{student: student, lesson: lesson, kind: classroom.CheckAttempt,
			formToken: r.FormToken, dealKey: dealKey, questions: []classroom.Asked{r.Question}}, now)
		if errors.Is(err, ErrConflict) {
			return sameCheck(ctx, t, student, written)
		}
		if err != nil {
			return err
		}
		if err := insertResponse(ctx, t, student, id, written, now); err != nil {
			return err
		}
		return countCheck(ctx, t, student, lesson, r.Question.Question, id)
	})
}

// sameCheck reports whether a form whose token is there already is the same one, sent twice with the same answer: then
// the first stands and all is well. ErrConflict when it is not.
func sameCheck(ctx context.Context, t tx, student classroom.StudentID, r encodedResponse) error {
	var owner classroom.StudentID
	var question, answer, confidence string
	err := t.QueryRowContext(ctx, `SELECT a.student_id, r.question_id, r.answer, r.confidence FROM attempt a
		JOIN response r ON r.attempt_id = a.id WHERE a.form_token = ?1`, r.FormToken).
		Scan(&owner, &question, &answer, &confidence)
	if err == nil && (owner != student || question != r.Question.Question || answer != r.answer ||
		confidence != r.Confidence) {
		err = ErrConflict
	}
	return err
}

// CheckTries counts how often a student has answered a check question of a lesson.
func (s *Store) CheckTries(ctx context.Context, student classroom.StudentID, lesson, question string) (n int,
	err error) {
	defer wrap(&err, "tries of student %d", student)
	err = s.read.QueryRowContext(ctx, `SELECT count(*) FROM response WHERE question_id = ?3 AND attempt_id IN (
		SELECT id FROM attempt WHERE student_id = ?1 AND lesson = ?2 AND kind = 'check')`,
		student, lesson, question).Scan(&n)
	return n, err
}

// encodedResponse is an answer as it is written down. It is made before the write, which everybody waits for.
type encodedResponse struct {
	classroom.NewResponse
	answer string
	grade  sql.NullString
	try    int // counts the answers to the question in the attempt, from 1
}

func encode(r classroom.NewResponse) (encodedResponse, error) {
	answer, err := json.Marshal(r.Answer)
	if err != nil {
		return encodedResponse{}, fmt.Errorf("encode answer: %w", err)
	}
	grade, err := encodeGrade(r.Grade)
	return encodedResponse{r, string(answer), grade, 1}, err
}

func insertResponse(ctx context.Context, t tx, student classroom.StudentID, attempt classroom.AttemptID,
	r encodedResponse, now int64) error {
	id, err := insertRow(ctx, t, `
		INSERT INTO response (attempt_id, question_id, version, try, form_token, answer, score, marks, out_of, confidence,
			answered_at, grade)
		VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)`,
		attempt, r.Question.Question, r.Question.Version, r.try, r.FormToken, r.answer, r.Score, r.Marks, r.OutOf,
		r.Confidence, now, r.grade)
	if isUnique(err) {
		return sameForm(ctx, t, attempt, r)
	}
	if err != nil {
		return err
	}
	for _, text := range r.Unmatched {
		if _, err := t.ExecContext(ctx, `INSERT INTO unmatched (response_id, text) VALUES (?1, ?2) ON CONFLICT DO NOTHING`,
			id, text); err != nil {
			return err
		}
	}
	own := classroom.Decision{Score: r.Score, Marks: r.Marks, Grade: r.Grade}
	if err := keepLatest(ctx, t, student, id, r.Question, own, r.Confidence, now); err != nil {
		return err
	}
	return acceptAtOnce(ctx, t, student, id, r.NewResponse, now)
}

// sameForm reports whether an answer that cannot be stored is there because its form was sent twice with the same
// answer: then the first stands and all is well. ErrConflict when it is not.
func sameForm(ctx context.Context, t tx, attempt classroom.AttemptID, r encodedResponse) error {
	var same int
	err := t.QueryRowContext(ctx, `SELECT count(*) FROM response WHERE form_token = ?1 AND attempt_id = ?2
		AND question_id = ?3 AND answer = ?4 AND confidence = ?5`,
		r.FormToken, attempt, r.Question.Question, r.answer, r.Confidence).Scan(&same)
	if err == nil && same == 0 {
		err = ErrConflict
	}
	return err
}

// encodeGrade writes a decision down part by part; NULL for none.
func encodeGrade(g *quiz.Grade) (sql.NullString, error) {
	if g == nil {
		return sql.NullString{}, nil
	}
	text, err := json.Marshal(g)
	if err != nil {
		return sql.NullString{}, fmt.Errorf("encode grade: %w", err)
	}
	return sql.NullString{String: string(text), Valid: true}, nil
}

func decodeGrade(text sql.NullString) (*quiz.Grade, error) {
	if !text.Valid {
		return nil, nil
	}
	g := &quiz.Grade{}
	if err := json.Unmarshal([]byte(text.String), g); err != nil {
		return nil, fmt.Errorf("decode grade: %w", err)
	}
	return g, nil
}

// The decision about response r that counts now: that of its newest regrade g, or its own.
const (
	newestRegrade = ` LEFT JOIN regrade g ON g.id = (SELECT max(id) FROM regrade WHERE response_id = r.id)`
	decisionNow   = ` coalesce(g.score, r.score), coalesce(g.marks, r.marks), coalesce(g.grade, r.grade)`
)

// responseColumns are what scannedResponse.into takes, of response r with newestRegrade.
const responseColumns = ` r.version, r.answer,` + decisionNow + `, r.out_of, r.confidence, r.answered_at`

// scannedResponse is a response out of a left join, where every column may be NULL.
type scannedResponse struct {
	version, at               sql.NullInt64
	answer, grade, confidence sql.NullString
	score, marks, outOf       sql.NullFloat64
}

// into is where responseColumns are scanned to.
func (r *scannedResponse) into() []any {
	return []any{&r.version, &r.answer, &r.score, &r.marks, &r.grade, &r.outOf, &r.confidence, &r.at}
}

func (r scannedResponse) response(question string) (out classroom.Response, err error) {
	out = classroom.Response{
		Question:   question,
		Version:    int(r.version.Int64),
		Score:      r.score.Float64,
		Marks:      r.marks.Float64,
		OutOf:      r.outOf.Float64,
		Confidence: r.confidence.String,
		At:         fromMillis(r.at.Int64),
	}
	if out.Grade, err = decodeGrade(r.grade); err != nil {
		return out, err
	}
	if err := json.Unmarshal([]byte(r.answer.String), &out.Answer); err != nil {
		return out, fmt.Errorf("decode answer: %w", err)
	}
	return out, nil
}
