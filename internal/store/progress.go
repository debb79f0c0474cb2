package store

import (
	"context"
	"database/sql"
	"strings"

	"dossier/internal/classroom"
)

// Progress returns a student's record in every lesson that has one.
func (s *Store) Progress(ctx context.Context, student classroom.StudentID) (_ map[string]classroom.LessonRecord,
	err error) {
	defer wrap(&err, "progress of student %d", student)
	all, err := lessonRecords(ctx, s.read, `= ?1`, int64(student))
	return all[student], err
}

// lessonRecords reads what is kept of the students that the condition on student_id picks.
func lessonRecords(
	ctx context.Context, q tx, condition string, arg int64,
) (map[classroom.StudentID]map[string]classroom.LessonRecord, error) {
	all := map[classroom.StudentID]map[string]classroom.LessonRecord{}
	rows, err := q.QueryContext(ctx, `
		SELECT student_id, lesson, max(sections), sum(checks), sum(answered),
			max(first_marks), max(first_out_of), max(best_share), max(latest_share) FROM (
			SELECT student_id, lesson, string_agg(section, ' ') AS sections, 0 AS checks, 0 AS answered,
				NULL AS first_marks, NULL AS first_out_of, NULL AS best_share, NULL AS latest_share
			FROM section_read WHERE student_id `+condition+` GROUP BY student_id, lesson
			UNION ALL
			SELECT student_id, lesson, NULL, checks, answered, first_marks, first_out_of, best_share, latest_share
			FROM quiz_progress WHERE student_id `+condition+`
		) AS record GROUP BY student_id, lesson`, arg)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var (
			id                                   classroom.StudentID
			lesson                               string
			sections                             sql.NullString
			r                                    classroom.LessonRecord
			firstMarks, firstOutOf, best, latest sql.NullFloat64
		)
		err := rows.Scan(&id, &lesson, &sections, &r.Checks, &r.Answered, &firstMarks, &firstOutOf, &best, &latest)
		if err != nil {
			return nil, err
		}
		r.SectionsRead = strings.Fields(sections.String)
		if firstMarks.Valid {
			r.Quiz = &classroom.QuizRecord{
				FirstMarks: firstMarks.Float64, FirstOutOf: firstOutOf.Float64,
				BestShare: best.Float64, LatestShare: latest.Float64,
			}
		}
		if all[id] == nil {
			all[id] = map[string]classroom.LessonRecord{}
		}
		all[id][lesson] = r
	}
	return all, rows.Err()
}

// countCheck brings quiz_progress up to date with the answer of an attempt at a check question, which counts when it is
// the first one to its question. There is no row yet before the first answer in a lesson.
func countCheck(
	ctx context.Context, t tx, student classroom.StudentID, lesson, question string, attempt classroom.AttemptID,
) error {
	_, err := t.ExecContext(ctx, `
		INSERT INTO quiz_progress (student_id, lesson, checks, answered) VALUES (?1, ?2, 1, 0)
		ON CONFLICT (student_id, lesson) DO UPDATE SET checks = checks + 1
		WHERE NOT EXISTS (SELECT 1 FROM response WHERE question_id = ?3 AND attempt_id IN (
			SELECT id FROM attempt WHERE student_id = ?1 AND lesson = ?2 AND kind = 'check' AND id <> ?4))`,
		student, lesson, question, attempt)
	return err
}

// submitWhenFull submits attempt ?1 when all its questions are answered.
const submitWhenFull = `UPDATE attempt SET submitted_at = ?2 WHERE id = ?1 AND submitted_at IS NULL
	AND (SELECT count(DISTINCT question_id) FROM response WHERE attempt_id = ?1) = (SELECT count(*) FROM attempt_question
	WHERE attempt_id = ?1)`

// countInQuiz brings quiz_progress up to date with one more answer in a quiz, and submits the quiz with its last one.
// That may change more than can be added up, so it is worked out from all attempts, and so is the first answer in a
// lesson.
func countInQuiz(
	ctx context.Context, t tx, student classroom.StudentID, lesson string, attempt classroom.AttemptID, now int64,
) error {
	finished, err := changed(ctx, t, submitWhenFull, attempt, now)
	if err != nil {
		return err
	}
	if !finished {
		counted, err := changed(ctx, t, `
			UPDATE quiz_progress SET answered = (SELECT count(*) FROM response WHERE attempt_id = (SELECT max(id) FROM attempt
				WHERE student_id = ?1 AND lesson = ?2 AND kind = 'quiz' AND submitted_at IS NULL))
			WHERE student_id = ?1 AND lesson = ?2`, student, lesson)
		if counted || err != nil {
			return err
		}
	}
	return keepProgress(ctx, t, student, lesson)
}

// keepProgress works quiz_progress of one student and lesson out from all attempts. It runs in the transaction of the
// change. Which quiz was the first goes by the order of the last answers, not by dates: a clock
// may be set back.
func keepProgress(ctx context.Context, t tx, student classroom.StudentID, lesson string) error {
	if lesson == "" { // a quiz that was handed out counts in no lesson
		return nil
	}
	_, err := t.ExecContext(ctx, `
		WITH finished AS (
			SELECT max(r.id) AS last, sum(coalesce(g.marks, r.marks)) AS marks, sum(r.out_of) AS out_of
			FROM attempt a JOIN response r ON r.attempt_id = a.id`+newestRegrade+`
			WHERE a.student_id = ?1 AND a.lesson = ?2 AND a.kind = 'quiz' AND a.submitted_at IS NOT NULL
			GROUP BY a.id
		)
		INSERT INTO quiz_progress (student_id, lesson, checks, answered, first_marks, first_out_of, best_share, latest_share)
		VALUES (?1, ?2,
			(SELECT count(DISTINCT r.question_id) FROM response r JOIN attempt a ON a.id = r.attempt_id
				WHERE a.student_id = ?1 AND a.lesson = ?2 AND a.kind = 'check'),
			(SELECT count(*) FROM response WHERE attempt_id = (SELECT max(id) FROM attempt
				WHERE student_id = ?1 AND lesson = ?2 AND kind = 'quiz' AND submitted_at IS NULL)),
			(SELECT marks FROM finished ORDER BY last LIMIT 1),
			(SELECT out_of FROM finished ORDER BY last LIMIT 1),
			(SELECT max(marks / out_of) FROM finished),
			(SELECT marks / out_of FROM finished ORDER BY last DESC LIMIT 1))
		ON CONFLICT (student_id, lesson) DO UPDATE SET checks = excluded.checks, answered = excluded.answered,
			first_marks = excluded.first_marks, first_out_of = excluded.first_out_of,
			best_share = excluded.best_share, latest_share = excluded.latest_share`, student, lesson)
	return err
}

// ReadSections lists the sections of a lesson that a student has marked as read.
func (s *Store) ReadSections(ctx context.Context, student classroom.StudentID, lesson string) (_ map[string]bool,
	err error) {
	defer wrap(&err, "read sections of student %d", student)
	rows, err := s.read.QueryContext(ctx,
		`SELECT section FROM section_read WHERE student_id = ?1 AND lesson = ?2`, student, lesson)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	read := map[string]bool{}
	for rows.Next() {
		var section string
		if err := rows.Scan(&section); err != nil {
			return nil, err
		}
		read[section] = true
	}
	return read, rows.Err()
}

// MarkRead remembers that a student has read a section. Doing it twice changes nothing.
func (s *Store) MarkRead(ctx context.Context, who Answerer, lesson, section string) (err error) {
	defer wrap(&err, "mark section read")
	return s.write(ctx, func(t tx) error {
		now := millis(s.now())
		student, err := who.student(ctx, t, now)
		if err != nil {
			return err
		}
		_, err = t.ExecContext(ctx, `
			INSERT INTO section_read (student_id, lesson, section, read_at) VALUES (?1, ?2, ?3, ?4) ON CONFLICT DO NOTHING`,
			student, lesson, section, now)
		return err
	})
}
