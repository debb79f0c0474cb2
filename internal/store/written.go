package store

import (
	"context"
	"database/sql"

	"dossier/internal/classroom"
)

// WrittenLevels returns the levels of the written parts of answers in an attempt, by question and part.
func (s *Store) WrittenLevels(ctx context.Context, attempt classroom.AttemptID) (
	_ map[string]map[string]classroom.WrittenLevel, err error) {
	defer wrap(&err, "written levels of attempt %d", attempt)
	rows, err := s.read.QueryContext(ctx, `
		SELECT r.question_id, w.part, w.teacher_id IS NOT NULL, w.level
		FROM response r JOIN written_level w ON w.response_id = r.id WHERE r.attempt_id = ?1 ORDER BY w.id`, attempt)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	all := map[string]map[string]classroom.WrittenLevel{}
	for rows.Next() {
		var question, part string
		var byTeacher bool
		var level int
		if err := rows.Scan(&question, &part, &byTeacher, &level); err != nil {
			return nil, err
		}
		if all[question] == nil {
			all[question] = map[string]classroom.WrittenLevel{}
		}
		all[question][part] = withLevel(all[question][part], byTeacher, level)
	}
	return all, rows.Err()
}

// withLevel adds a level that was given later.
func withLevel(w classroom.WrittenLevel, byTeacher bool, level int) classroom.WrittenLevel {
	if byTeacher {
		w.Teacher = &level
	} else {
		w.Self = &level
	}
	return w
}

// JudgeWritten stores the level that a student gives a written part of their own answer. What was said first stays.
// ErrNotFound.
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
		_, err = t.ExecContext(ctx, `INSERT INTO written_level (response_id, part, level, given_at)
			VALUES (?1, ?2, ?3, ?4) ON CONFLICT DO NOTHING`, response, part, level, millis(s.now()))
		return err
	})
}

// writtenFrom are answers with whom they are by.
const writtenFrom = ` FROM response r JOIN attempt a ON a.id = r.attempt_id JOIN student st ON st.id = a.student_id
	JOIN class c ON c.id = st.class_id`

// stillOpen limits answers to those that wait for a level of teacher ?1.
const stillOpen = `r.id IN (SELECT o.response_id FROM student st JOIN written_open o ON o.student_id = st.id
	WHERE ` + nowTaught + `)`

// newestTo finds the newest answers of teacher ?1's students to each of some questions, ?2 of each, and how many there
// are. It goes from the students to their answers: CROSS JOIN keeps SQLite from looking through the answers of the
// whole school to a question instead, and the plus from looking for each question in each attempt.
func newestTo(questions string) string {
	return `SELECT id, question_id, n FROM (SELECT given.id, given.question_id,
			row_number() OVER (PARTITION BY given.question_id ORDER BY given.id DESC) AS place,
			count(*) OVER (PARTITION BY given.question_id) AS n
		FROM student st CROSS JOIN attempt own CROSS JOIN response given
		WHERE ` + ofTeacher + ` AND own.student_id = st.id AND given.attempt_id = own.id
			AND +given.question_id IN (` + questions + `)) WHERE place <= ?2`
}

// WrittenAnswers lists the newest answers to each of these questions by students of a teacher's classes, at most so
// many of each, the oldest of them first; to is how many answers there are to each.
func (s *Store) WrittenAnswers(ctx context.Context, teacher classroom.TeacherID, questions []string, most int) (
	_ []classroom.WrittenAnswer, to map[string]int, err error) {
	defer wrap(&err, "written answers for teacher %d", teacher)
	if len(questions) == 0 {
		return nil, nil, nil
	}
	to = map[string]int{}
	newest, err := collect(ctx, s.read, func(row scanner) (response int64, err error) {
		var question string
		var n int
		err = row.Scan(&response, &question, &n)
		to[question] = n
		return response, err
	}, newestTo(places(3, len(questions))), numbered([]any{teacher, most}, questions)...)
	if err != nil {
		return nil, nil, err
	}
	answers, err := s.AnswersByNumber(ctx, teacher, newest)
	return answers, to, err
}

// OpenAnswers lists those of them with a part that waits for a level.
func (s *Store) OpenAnswers(ctx context.Context, teacher classroom.TeacherID, questions []string) (
	_ []classroom.WrittenAnswer, err error) {
	defer wrap(&err, "open answers for teacher %d", teacher)
	if len(questions) == 0 {
		return nil, nil
	}
	return s.writtenAnswers(ctx, stillOpen+` AND r.question_id IN (`+places(2, len(questions))+`)`,
		numbered([]any{teacher}, questions))
}

// AnswersByNumber lists some answers by students of a teacher's classes. What is somebody else's is left out.
func (s *Store) AnswersByNumber(ctx context.Context, teacher classroom.TeacherID, responses []int64) (
	_ []classroom.WrittenAnswer, err error) {
	defer wrap(&err, "%d answers for teacher %d", len(responses), teacher)
	if len(responses) == 0 {
		return nil, nil
	}
	return s.writtenAnswers(ctx, `r.id IN (`+places(2, len(responses))+`)`, numbered([]any{teacher}, responses))
}

func (s *Store) writtenAnswers(ctx context.Context, condition string, args []any) (all []classroom.WrittenAnswer,
	err error) {
	rows, err := s.read.QueryContext(ctx, `
		SELECT r.id, r.attempt_id, st.id, st.name, st.class_id, c.name, r.question_id,`+responseColumns+writtenFrom+
		newestRegrade+` WHERE `+ofTeacher+` AND `+condition+` ORDER BY r.id`, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		w := classroom.WrittenAnswer{Levels: map[string]classroom.WrittenLevel{}}
		var question string
		var r scannedResponse
		if err := rows.Scan(append([]any{&w.Response, &w.Attempt, &w.Student.ID, &w.Student.Name, &w.Student.Class,
			&w.Student.ClassName, &question}, r.into()...)...); err != nil {
			return nil, err
		}
		r.grade = sql.NullString{} // what was ticked beside the text is not read here, and it is long
		if w.Given, err = r.response(question); err != nil {
			return nil, err
		}
		all = append(all, w)
	}
	if err := rows.Err(); err != nil || len(all) == 0 {
		return nil, err
	}
	return all, s.addLevels(ctx, all, condition, args)
}

// addLevels puts the levels that were given into the answers that a condition chose.
func (s *Store) addLevels(ctx context.Context, all []classroom.WrittenAnswer, condition string, args []any) error {
	at := map[int64]int{}
	for i, w := range all {
		at[w.Response] = i
	}
	rows, err := s.read.QueryContext(ctx, `
		SELECT w.response_id, w.part, w.teacher_id IS NOT NULL, w.level`+writtenFrom+`
		JOIN written_level w ON w.response_id = r.id WHERE `+ofTeacher+` AND `+condition+` ORDER BY w.id`, args...)
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
		if i, ok := at[response]; ok {
			all[i].Levels[part] = withLevel(all[i].Levels[part], byTeacher, level)
		}
	}
	return rows.Err()
}

// OpenWritten counts the answers to these questions with a part that waits for a teacher's level.
func (s *Store) OpenWritten(ctx context.Context, teacher classroom.TeacherID, questions []string) (n int, err error) {
	defer wrap(&err, "open written answers for teacher %d", teacher)
	if len(questions) == 0 {
		return 0, nil
	}
	err = s.read.QueryRowContext(ctx, `
		SELECT count(DISTINCT o.response_id) FROM student st CROSS JOIN written_open o CROSS JOIN response r
		WHERE `+nowTaught+` AND o.student_id = st.id AND r.id = o.response_id
		AND r.question_id IN (`+places(2, len(questions))+`)`,
		numbered([]any{teacher}, questions)...).Scan(&n)
	return n, err
}

// GiveLevels stores a teacher's levels for written parts of answers by students of their classes, in one go. The newest
// of each part counts. Levels over one that the page did not show are not stored: stand are the ones that stand in
// their place. ErrNotFound for an answer of somebody else's student, and then nothing is stored.
func (s *Store) GiveLevels(ctx context.Context, teacher classroom.TeacherID, levels []classroom.PartLevel) (
	stand []classroom.PartLevel, err error) {
	defer wrap(&err, "give %d levels", len(levels))
	if len(levels) == 0 {
		return nil, nil
	}
	err = s.write(ctx, func(t tx) error {
		stand = nil
		for _, l := range levels {
			given, err := givenLevel(ctx, t, teacher, l)
			if err != nil {
				return err
			}
			if given != nil && *given == l.Level {
				continue
			}
			if given != nil && (l.Was == nil || *l.Was != *given) {
				stand = append(stand, classroom.PartLevel{Response: l.Response, Part: l.Part, Level: *given})
				continue
			}
			if _, err := t.ExecContext(ctx, `INSERT INTO written_level (response_id, part, teacher_id, level, given_at)
				VALUES (?1, ?2, ?3, ?4, ?5)`, l.Response, l.Part, teacher, l.Level, millis(s.now())); err != nil {
				return err
			}
		}
		return nil
	})
	return stand, err
}

// givenLevel is the level that teachers gave to a part of an answer by a student of this teacher's classes; nil for
// none. ErrNotFound for the answer of somebody else's student.
func givenLevel(ctx context.Context, t tx, teacher classroom.TeacherID, l classroom.PartLevel) (*int, error) {
	var level sql.NullInt64
	err := t.QueryRowContext(ctx, `
		SELECT (SELECT w.level FROM written_level w WHERE w.response_id = r.id AND w.part = ?3
			AND w.teacher_id IS NOT NULL ORDER BY w.id DESC LIMIT 1)
		FROM response r JOIN attempt a ON a.id = r.attempt_id JOIN student st ON st.id = a.student_id
		WHERE `+ofTeacher+` AND r.id = ?2`, teacher, l.Response, l.Part).Scan(&level)
	if err != nil || !level.Valid {
		return nil, err
	}
	given := int(level.Int64)
	return &given, nil
}

// VersionsToRead lists the versions of these questions whose written parts are not kept yet.
func (s *Store) VersionsToRead(ctx context.Context, questions []string) (all []QuestionVersion, err error) {
	defer wrap(&err, "versions to read")
	if len(questions) == 0 {
		return nil, nil
	}
	rows, err := s.read.QueryContext(ctx, `
		SELECT v.id, v.version, v.sha, v.body FROM question_version v WHERE v.id IN (`+places(1, len(questions))+`)
		AND NOT EXISTS (SELECT 1 FROM written_part p WHERE p.question_id = v.id AND p.version = v.version)`,
		numbered(nil, questions)...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var v QuestionVersion
		if err := rows.Scan(&v.ID, &v.Version, &v.SHA, &v.Body); err != nil {
			return nil, err
		}
		all = append(all, v)
	}
	return all, rows.Err()
}

// KeepParts stores which parts answers to these versions are written in, and opens the parts of answers that were given
// before. The versions are kept already. Versions that are known already change nothing.
func (s *Store) KeepParts(ctx context.Context, versions ...classroom.VersionParts) (err error) {
	defer wrap(&err, "keep the parts of %d questions", len(versions))
	if len(versions) == 0 {
		return nil
	}
	return s.write(ctx, func(t tx) error {
		for _, v := range versions {
			for _, part := range v.Parts {
				if err := keepPart(ctx, t, v.Asked, part); err != nil {
					return err
				}
			}
		}
		return nil
	})
}

func keepPart(ctx context.Context, t tx, asked classroom.Asked, part string) error {
	if _, err := t.ExecContext(ctx, `INSERT INTO written_part (question_id, version, part) VALUES (?1, ?2, ?3)
		ON CONFLICT DO NOTHING`, asked.Question, asked.Version, part); err != nil {
		return err
	}
	_, err := t.ExecContext(ctx, `
		INSERT INTO written_open (response_id, part, student_id)
		SELECT r.id, ?3, a.student_id FROM response r JOIN attempt a ON a.id = r.attempt_id
		WHERE r.question_id = ?1 AND r.version = ?2 AND NOT EXISTS (SELECT 1 FROM written_level w
			WHERE w.response_id = r.id AND w.part = ?3 AND w.teacher_id IS NOT NULL)
		ON CONFLICT DO NOTHING`, asked.Question, asked.Version, part)
	return err
}
