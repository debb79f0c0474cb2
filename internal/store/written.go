package store

import (
	"context"
	"database/sql"
	"errors"

	"dossier/internal/classroom"
)

// WrittenLevels returns the levels of the written parts of answers in an attempt, by question and part.
func (s *Store) WrittenLevels(ctx context.Context, attempt classroom.AttemptID) (
	_ map[string]map[string]classroom.WrittenLevel, err error) {
	defer wrap(&err, "written levels of attempt %d", attempt)
	rows, err := s.read.QueryContext(
		ctx,
		`SELECT r.question_id, w.part, w.teacher_id IS NOT NULL, w.level FROM written_level w
			JOIN response r ON r.id = w.response_id WHERE r.attempt_id = ?1 ORDER BY w.id`,
		attempt,
	)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	all := map[string]map[string]classroom.WrittenLevel{}
	for rows.Next() {
		var question, part string
		var teacher bool
		var level int
		if err := rows.Scan(&question, &part, &teacher, &level); err != nil {
			return nil, err
		}
		if all[question] == nil {
			all[question] = map[string]classroom.WrittenLevel{}
		}
		w := all[question][part]
		if teacher {
			w.Teacher = &level
		} else {
			w.Self = &level
		}
		all[question][part] = w
	}
	return all, rows.Err()
}

// JudgeWritten stores where a student puts a written part of an own answer. What was said first stays. ErrNotFound.
func (s *Store) JudgeWritten(ctx context.Context, student classroom.StudentID, attempt classroom.AttemptID, question,
	part string, level int) (err error) {
	defer wrap(&err, "judge written part in attempt %d", attempt)
	return s.write(ctx, func(t tx) error {
		var response int64
		err := t.QueryRowContext(ctx, `SELECT r.id FROM response r JOIN attempt a ON a.id = r.attempt_id WHERE a.id = ?1
			AND a.student_id = ?2 AND r.question_id = ?3`, attempt, student, question).
			Scan(&response)
		if err != nil {
			return err
		}
		_, err = t.ExecContext(ctx, `INSERT INTO written_level (response_id, part, level, given_at) SELECT ?1, ?2, ?3, ?4
			WHERE NOT EXISTS (SELECT 1 FROM written_level WHERE response_id = ?1 AND part = ?2 AND teacher_id IS NULL)`,
			response, part, level, millis(s.now()))
		return err
	})
}

// WrittenAnswers lists the answers to one of these questions, asked in a version with written parts,
// by students of a teacher's classes: the oldest first.
func (s *Store) WrittenAnswers(ctx context.Context, teacher classroom.TeacherID,
	questions []string) (all []classroom.WrittenAnswer, err error) {
	defer wrap(&err, "written answers for teacher %d", teacher)
	if len(questions) == 0 {
		return nil, nil
	}
	args := []any{teacher}
	for _, q := range questions {
		args = append(args, q)
	}
	rows, err := s.read.QueryContext(ctx, `
		SELECT r.id, r.attempt_id, st.id, st.name, st.class_id, c.name, r.question_id, r.version, r.answer, r.score,
		r.marks, r.out_of, r.confidence, r.answered_at
		FROM response r JOIN attempt a ON a.id = r.attempt_id JOIN student st ON st.id = a.student_id
		JOIN class c ON c.id = st.class_id
		WHERE `+ofTeacher+` AND r.question_id IN (`+places(2, len(questions))+`) ORDER BY r.id`, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	at := map[int64]int{}
	for rows.Next() {
		w := classroom.WrittenAnswer{Levels: map[string]classroom.WrittenLevel{}}
		var question string
		var r scannedResponse
		if err := rows.Scan(&w.Response, &w.Attempt, &w.Student.ID, &w.Student.Name, &w.Student.Class, &w.Student.ClassName,
			&question, &r.version, &r.answer, &r.score, &r.marks, &r.outOf, &r.confidence, &r.at); err != nil {
			return nil, err
		}
		if w.Given, err = r.response(question); err != nil {
			return nil, err
		}
		at[w.Response] = len(all)
		all = append(all, w)
	}
	if err := rows.Err(); err != nil {
		return nil, err
	}
	return all, s.addLevels(ctx, all, at, args[1:])
}

// addLevels puts the levels that were given into answers to these questions; at says where an answer stands among them.
func (s *Store) addLevels(ctx context.Context, all []classroom.WrittenAnswer, at map[int64]int, questions []any) error {
	rows, err := s.read.QueryContext(
		ctx,
		`SELECT w.response_id, w.part, w.teacher_id IS NOT NULL, w.level FROM written_level w
			JOIN response r ON r.id = w.response_id WHERE r.question_id IN (`+places(
			1,
			len(questions),
		)+`) ORDER BY w.id`,
		questions...)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var response int64
		var part string
		var byTeacher bool
		var level int
		if err := rows.Scan(&response, &part, &byTeacher, &level); err != nil {
			return err
		}
		i, ok := at[response]
		if !ok {
			continue
		}
		w := all[i].Levels[part]
		if byTeacher {
			w.Teacher = &level
		} else {
			w.Self = &level
		}
		all[i].Levels[part] = w
	}
	return rows.Err()
}

// OpenWritten counts the answers to these questions, which have so many written parts each, that still
// want a teacher's level.
func (s *Store) OpenWritten(ctx context.Context, teacher classroom.TeacherID, questions []string, parts int) (n int,
	err error) {
	defer wrap(&err, "open written answers for teacher %d", teacher)
	if len(questions) == 0 {
		return 0, nil
	}
	args := []any{teacher, parts}
	for _, q := range questions {
		args = append(args, q)
	}
	err = s.read.QueryRowContext(ctx, `
		SELECT count(*) FROM response r JOIN attempt a ON a.id = r.attempt_id JOIN student st ON st.id = a.student_id
		WHERE `+ofTeacher+` AND r.question_id IN (`+places(3, len(questions))+`)
			AND (SELECT count(DISTINCT w.part) FROM written_level w WHERE w.response_id = r.id
			AND w.teacher_id IS NOT NULL) < ?2`, args...).Scan(&n)
	return n, err
}

// GiveWrittenLevel stores a teacher's level for a written part of an answer by a student of their
// class. The newest counts. ErrNotFound.
func (s *Store) GiveWrittenLevel(ctx context.Context, teacher classroom.TeacherID, response int64, part string,
	level int) (err error) {
	defer wrap(&err, "give level to response %d", response)
	return s.write(ctx, func(t tx) error {
		var id int64
		err := t.QueryRowContext(ctx, `SELECT r.id FROM response r JOIN attempt a ON a.id = r.attempt_id
			JOIN student st ON st.id = a.student_id WHERE `+ofTeacher+` AND r.id = ?2`, teacher, response).
			Scan(&id)
		if errors.Is(err, sql.ErrNoRows) {
			return ErrNotFound
		}
		if err != nil {
			return err
		}
		_, err = t.ExecContext(ctx, `INSERT INTO written_level (response_id, part, teacher_id, level, given_at)
			VALUES (?1, ?2, ?3, ?4, ?5)`, id, part, teacher, level, millis(s.now()))
		return err
	})
}
