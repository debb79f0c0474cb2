package store

import (
	"cmp"
	"context"
	"slices"

	"dossier/internal/classroom"
)

// FirstAnswers lists the first answers of a class: those in the quiz that each student finished first in a lesson, and
// the first to each question in the text. lesson "" means every lesson. Which quiz was the first goes by the order of
// the last answers, as everywhere. Questions that were withdrawn are left out. The caller has checked whose class it
// is.
func (s *Store) FirstAnswers(ctx context.Context, class classroom.ClassID, lesson string) (
	_ []classroom.FirstAnswer, err error) {
	defer wrap(&err, "first answers of class %d", class)
	return collect(ctx, s.read, scanFirstAnswer, `
		WITH tried AS (
			SELECT a.id, a.student_id, a.lesson, a.kind FROM student st JOIN attempt a ON a.student_id = st.id
			WHERE st.class_id = ?1 AND a.submitted_at IS NOT NULL AND a.lesson <> '' AND (?2 = '' OR a.lesson = ?2)
		), quizzes AS (
			SELECT t.id, t.student_id, t.lesson,
				row_number() OVER (PARTITION BY t.student_id, t.lesson ORDER BY max(r.id)) AS turn
			FROM tried t JOIN response r ON r.attempt_id = t.id
			WHERE t.kind = 'quiz' GROUP BY t.id, t.student_id, t.lesson
		), checks AS (
			SELECT min(r.id) AS first, t.student_id, t.lesson FROM tried t JOIN response r ON r.attempt_id = t.id
			WHERE t.kind = 'check' GROUP BY t.student_id, t.lesson, r.question_id
		)
		SELECT q.student_id, q.lesson, q.id,`+firstColumns+`
		FROM quizzes q JOIN response r ON r.attempt_id = q.id`+newestRegrade+` WHERE q.turn = 1 AND`+counting+`
		UNION ALL
		SELECT k.student_id, k.lesson, 0,`+firstColumns+`
		FROM checks k JOIN response r ON r.id = k.first`+newestRegrade+` WHERE`+counting,
		class, lesson)
}

const firstColumns = ` r.id, r.question_id, r.version, r.answer, coalesce(g.score, r.score),
	` + marksNow + `, r.out_of, r.confidence`

func scanFirstAnswer(row scanner) (a classroom.FirstAnswer, err error) {
	err = row.Scan(&a.Student, &a.Lesson, &a.Quiz, &a.Response, &a.Question, &a.Version, &a.JSON, &a.Score, &a.Marks,
		&a.OutOf, &a.Confidence)
	return a, err
}

// AnswersIn lists all answers of a class to a question, in every wording, the oldest first. The caller has checked
// whose class it is.
func (s *Store) AnswersIn(ctx context.Context, class classroom.ClassID, question string) (
	_ []classroom.StoredAnswer, err error) {
	defer wrap(&err, "answers of class %d to %s", class, question)
	// The way leads from the students of the class: the index of all answers to the question would lead through the
	// whole school, and so it is kept from being used.
	all, err := storedAnswers(ctx, s.read, `st.class_id = ?1 AND r.question_id || '' = ?2`, class, question)
	slices.SortFunc(all, func(a, b classroom.StoredAnswer) int { return cmp.Compare(a.Response, b.Response) })
	return all, err
}
