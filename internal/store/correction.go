package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"

	"dossier/internal/classroom"
)

const correctionColumns = ` p.id, p.question_id, p.version, p.kind, p.right_parts, p.from_version, p.reason,
	p.form_token, p.teacher_id, t.name, p.made_at, p.undone_at, p.settled_at IS NOT NULL`

// scanCorrection reads correctionColumns, and what comes before them.
func scanCorrection(row scanner, before ...any) (c classroom.Correction, err error) {
	var key string
	var made int64
	var undone sql.NullInt64
	if err := row.Scan(append(before, &c.ID, &c.Question, &c.Version, &c.Kind, &key, &c.FromVersion, &c.Reason,
		&c.FormToken, &c.Teacher, &c.By, &made, &undone, &c.Settled)...); err != nil {
		return c, err
	}
	c.At = fromMillis(made)
	if undone.Valid {
		c.Undone = fromMillis(undone.Int64)
	}
	if key == "" {
		return c, nil
	}
	if err := json.Unmarshal([]byte(key), &c.Key); err != nil {
		return c, fmt.Errorf("decode key: %w", err)
	}
	return c, nil
}

// correctedIn is the correction of a question that counts in each of a teacher's classes, whichever of a class's
// teachers made it.
func correctedIn(ctx context.Context, q tx, teacher classroom.TeacherID, asked classroom.Asked) (
	map[classroom.ClassID]*classroom.Correction, error) {
	rows, err := q.QueryContext(ctx, `
		SELECT mine.class_id,`+correctionColumns+` FROM class_teacher mine
		JOIN class_teacher ct ON ct.class_id = mine.class_id JOIN correction p ON p.teacher_id = ct.teacher_id
		JOIN teacher t ON t.id = p.teacher_id
		WHERE mine.teacher_id = ?1 AND p.question_id = ?2 AND p.version = ?3 AND p.undone_at IS NULL ORDER BY p.id`,
		teacher, asked.Question, asked.Version)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	newest := map[classroom.ClassID]*classroom.Correction{}
	for rows.Next() {
		var class classroom.ClassID
		c, err := scanCorrection(rows, &class)
		if err != nil {
			return nil, err
		}
		newest[class] = &c
	}
	return newest, rows.Err()
}

// correctionFor is the correction of a question that counts for a student; nil for none.
func correctionFor(ctx context.Context, q tx, student classroom.StudentID, asked classroom.Asked) (
	*classroom.Correction, error) {
	c, err := scanCorrection(q.QueryRowContext(ctx, `
		SELECT`+correctionColumns+` FROM student st JOIN class_teacher ct ON ct.class_id = st.class_id
		JOIN correction p ON p.teacher_id = ct.teacher_id JOIN teacher t ON t.id = p.teacher_id
		WHERE st.id = ?1 AND p.question_id = ?2 AND p.version = ?3 AND p.undone_at IS NULL ORDER BY p.id DESC LIMIT 1`,
		student, asked.Question, asked.Version))
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	return &c, err
}

// Correct corrects a question in all classes of a teacher and decides about the answers there once more. A form that is
// sent again under its token corrects nothing more, and finishes what was cut off.
func (s *Store) Correct(ctx context.Context, teacher classroom.TeacherID, c classroom.NewCorrection, regrade Regrade) (
	id int64, err error) {
	defer wrap(&err, "correct %s", c.Question)
	key, err := encodeKey(c)
	if err != nil {
		return 0, err
	}
	why := because{teacher: teacher, asked: c.Asked, cause: "corrected", corrects: true}
	return s.regrade(ctx, why, regrade, func(t tx, now int64) (int64, error) {
		var id int64
		err := t.QueryRowContext(ctx, `
			INSERT INTO correction (teacher_id, question_id, version, kind, right_parts, from_version, reason, form_token,
				made_at)
			VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9) ON CONFLICT DO NOTHING RETURNING id`,
			teacher, c.Question, c.Version, c.Kind, key, c.FromVersion, c.Reason, c.FormToken, now).Scan(&id)
		if err == nil {
			return id, audit(ctx, t, now, actorTeacher(teacher), "correct question", fmt.Sprintf("correction %d", id))
		}
		if !errors.Is(err, sql.ErrNoRows) {
			return 0, err
		}
		err = t.QueryRowContext(ctx, `SELECT id FROM correction WHERE form_token = ?1 AND teacher_id = ?2
			AND question_id = ?3 AND version = ?4`, c.FormToken, teacher, c.Question, c.Version).Scan(&id)
		return id, err
	})
}

func encodeKey(c classroom.NewCorrection) (string, error) {
	if c.Kind != classroom.KeyCorrected {
		return "", nil
	}
	key, err := json.Marshal(c.Key)
	if err != nil {
		return "", fmt.Errorf("encode key: %w", err)
	}
	return string(key), nil
}

// UndoCorrection takes a correction of a teacher back and decides about the answers once more: what counts then is the
// newest correction that still stands, or what was decided first. Doing it twice changes nothing more. ErrNotFound, for
// somebody else's correction too.
func (s *Store) UndoCorrection(ctx context.Context, teacher classroom.TeacherID, id int64, regrade Regrade) (
	err error) {
	defer wrap(&err, "take correction %d back", id)
	c, err := s.Correction(ctx, teacher, id)
	if err != nil {
		return err
	}
	why := because{teacher: teacher, asked: c.Asked, cause: "undone", corrects: true}
	_, err = s.regrade(ctx, why, regrade, func(t tx, now int64) (int64, error) {
		undone, err := changed(ctx, t, `UPDATE correction SET undone_at = ?3, settled_at = NULL
			WHERE id = ?1 AND teacher_id = ?2 AND undone_at IS NULL`, id, teacher, now)
		if err != nil || !undone {
			return id, err
		}
		return id, audit(ctx, t, now, actorTeacher(teacher), "take correction back", fmt.Sprintf("correction %d", id))
	})
	return err
}

// FinishCorrection goes on where a correction of a teacher, or taking it back, was cut off. ErrNotFound.
func (s *Store) FinishCorrection(ctx context.Context, teacher classroom.TeacherID, id int64, regrade Regrade) (
	err error) {
	defer wrap(&err, "finish correction %d", id)
	c, err := s.Correction(ctx, teacher, id)
	if err != nil || c.Settled {
		return err
	}
	why := because{teacher: teacher, asked: c.Asked, cause: "corrected", corrects: true}
	if !c.Stands() {
		why.cause = "undone"
	}
	_, err = s.regrade(ctx, why, regrade, func(tx, int64) (int64, error) { return id, nil })
	return err
}

// settle notes that all answers were decided about under a correction.
func settle(ctx context.Context, t tx, id int64, now int64) error {
	_, err := t.ExecContext(ctx, `UPDATE correction SET settled_at = ?2 WHERE id = ?1 AND settled_at IS NULL`, id, now)
	return err
}

// Correction finds a correction of a teacher, taken back or not, with the number of answers that it regraded.
// ErrNotFound.
func (s *Store) Correction(ctx context.Context, teacher classroom.TeacherID, id int64) (_ classroom.Correction,
	err error) {
	defer wrap(&err, "correction %d", id)
	var n int
	c, err := scanCorrection(s.read.QueryRowContext(ctx, `
		SELECT (SELECT count(DISTINCT g.response_id) FROM regrade g WHERE g.correction_id = p.id AND g.cause = 'corrected'),
			`+correctionColumns+` FROM correction p JOIN teacher t ON t.id = p.teacher_id
		WHERE p.id = ?1 AND p.teacher_id = ?2`, id, teacher), &n)
	c.Regraded = n
	return c, err
}

// Corrections lists what the teachers of a class have corrected, the newest first, with what was taken back. The caller
// has checked whose class it is.
func (s *Store) Corrections(ctx context.Context, class classroom.ClassID) (_ []classroom.Correction, err error) {
	defer wrap(&err, "corrections in class %d", class)
	return collect(ctx, s.read, func(row scanner) (classroom.Correction, error) {
		var all, here int
		c, err := scanCorrection(row, &all, &here)
		c.Regraded, c.Here = all, here
		return c, err
	}, `
		SELECT (SELECT count(DISTINCT g.response_id) FROM regrade g WHERE g.correction_id = p.id AND g.cause = 'corrected'),
			(SELECT count(DISTINCT g.response_id) FROM regrade g JOIN response r ON r.id = g.response_id
				JOIN attempt a ON a.id = r.attempt_id JOIN student st ON st.id = a.student_id
				WHERE g.correction_id = p.id AND g.cause = 'corrected' AND st.class_id = ?1),
			`+correctionColumns+`
		FROM class_teacher ct JOIN correction p ON p.teacher_id = ct.teacher_id JOIN teacher t ON t.id = p.teacher_id
		WHERE ct.class_id = ?1 ORDER BY p.id DESC`, class)
}

// AnswersRegradedBy lists the answers that a correction has regraded, at most limit, by class and name: those in
// classes of a teacher, whoever corrected.
func (s *Store) AnswersRegradedBy(ctx context.Context, teacher classroom.TeacherID, id int64, limit int) (
	_ []classroom.RegradedAnswer, err error) {
	defer wrap(&err, "answers regraded by correction %d", id)
	return collect(ctx, s.read, func(row scanner) (a classroom.RegradedAnswer, err error) {
		var ruled classroom.CorrectionKind
		err = row.Scan(&a.Student, &a.Class, &a.InQuiz, &a.Before, &a.After, &a.OutOf, &ruled)
		a.Withdrawn = ruled == classroom.Withdrawn
		return a, err
	}, `
		SELECT st.name, c.name, a.kind = 'quiz', g.marks_before, g.marks, r.out_of, g.ruled
		FROM regrade g JOIN response r ON r.id = g.response_id JOIN attempt a ON a.id = r.attempt_id
		JOIN student st ON st.id = a.student_id JOIN class c ON c.id = st.class_id
		JOIN class_teacher ct ON ct.class_id = c.id AND ct.teacher_id = ?2
		WHERE g.correction_id = ?1 AND g.cause = 'corrected'
		ORDER BY c.name, st.name, g.id LIMIT ?3`, id, teacher, limit)
}

// CorrectionsIn are the corrections that count in a class, by question and wording. The caller has checked whose class
// it is.
func (s *Store) CorrectionsIn(ctx context.Context, class classroom.ClassID) (
	_ map[classroom.Asked]*classroom.Correction, err error) {
	defer wrap(&err, "corrections that count in class %d", class)
	all, err := collect(ctx, s.read, func(row scanner) (classroom.Correction, error) { return scanCorrection(row) }, `
		SELECT`+correctionColumns+` FROM class_teacher ct JOIN correction p ON p.teacher_id = ct.teacher_id
		JOIN teacher t ON t.id = p.teacher_id WHERE ct.class_id = ?1 AND p.undone_at IS NULL ORDER BY p.id`, class)
	newest := map[classroom.Asked]*classroom.Correction{}
	for i, c := range all {
		newest[c.Asked] = &all[i]
	}
	return newest, err
}

// QuizTotals are the finished quizzes of a teacher's students that hold an answer to a question, as they count now.
func (s *Store) QuizTotals(ctx context.Context, teacher classroom.TeacherID, asked classroom.Asked) (
	_ map[classroom.AttemptID]classroom.QuizTotal, err error) {
	defer wrap(&err, "quizzes with %s", asked.Question)
	rows, err := s.read.QueryContext(ctx, `
		SELECT a.id, sum(`+marksNow+`), sum(`+outOfNow+`)
		FROM class_teacher ct CROSS JOIN student st CROSS JOIN attempt a CROSS JOIN response r`+newestRegrade+`
		WHERE ct.teacher_id = ?1 AND st.class_id = ct.class_id AND a.student_id = st.id AND a.kind = 'quiz'
			AND a.submitted_at IS NOT NULL AND r.attempt_id = a.id AND EXISTS (SELECT 1 FROM attempt_question aq
				WHERE aq.attempt_id = a.id AND aq.question_id = ?2 AND aq.version = ?3)
		GROUP BY a.id`, teacher, asked.Question, asked.Version)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	all := map[classroom.AttemptID]classroom.QuizTotal{}
	for rows.Next() {
		var id classroom.AttemptID
		var t classroom.QuizTotal
		if err := rows.Scan(&id, &t.Marks, &t.OutOf); err != nil {
			return nil, err
		}
		all[id] = t
	}
	return all, rows.Err()
}
