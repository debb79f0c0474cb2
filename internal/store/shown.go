package store

import (
	"context"

	"dossier/internal/classroom"
)

// ShownAnswers lists the latest answer of each student of a class to a question of a lesson, in no order that tells
// whose it is. The caller has checked whose class it is.
func (s *Store) ShownAnswers(ctx context.Context, class classroom.ClassID, lesson, question string) (
	_ []classroom.Response, err error) {
	defer wrap(&err, "answers of class %d to %s", class, question)
	// A cross join keeps the order: from the class to its answers, however many the school has.
	rows, err := s.read.QueryContext(ctx, `
		SELECT st.id,`+responseColumns+`
		FROM student st CROSS JOIN attempt a CROSS JOIN response r`+newestRegrade+`
		WHERE st.class_id = ?1 AND a.student_id = st.id AND a.lesson = ?2 AND r.attempt_id = a.id AND r.question_id = ?3
		ORDER BY r.id`, class, lesson, question)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	latest := map[classroom.StudentID]classroom.Response{}
	for rows.Next() {
		var student classroom.StudentID
		var r scannedResponse
		if err := rows.Scan(append([]any{&student}, r.into()...)...); err != nil {
			return nil, err
		}
		if latest[student], err = r.response(question); err != nil {
			return nil, err
		}
	}
	var all []classroom.Response
	for _, given := range latest {
		all = append(all, given)
	}
	return all, rows.Err()
}

// TaughtLately lists a teacher's classes, the one first whose students were at work last. Classes whose year is over
// and invented ones come after the others.
func (s *Store) TaughtLately(ctx context.Context, teacher classroom.TeacherID) (_ []classroom.Class, err error) {
	defer wrap(&err, "classes of teacher %d by their work", teacher)
	return collect(ctx, s.read, scanClass, `SELECT `+classColumns+` FROM class_teacher ct JOIN class c ON c.id = ct.class_id
		WHERE ct.teacher_id = ?1 ORDER BY c.archived_at IS NOT NULL, c.demo,
		(SELECT max(st.last_active_at) FROM student st WHERE st.class_id = c.id) DESC, c.id DESC`, teacher)
}
