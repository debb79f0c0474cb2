package store

import (
	"context"
	"database/sql"
	"strings"
	"time"

	"dossier/internal/classroom"
	"dossier/internal/quiz"
)

// A latest answer is written down with the answer itself, so it is always true; what follows from all answers of a
// student is worked out anew only where answers change hands.

// keepLatest notes the answer that was just stored as the latest of its student to its question.
func keepLatest(ctx context.Context, t tx, student classroom.StudentID, response int64, asked classroom.Asked,
	d classroom.Decision, confidence string, at int64) error {
	_, err := t.ExecContext(ctx, `
		INSERT INTO latest_answer (student_id, question_id, version, response_id, score, confidence, ideas, answered_at,
			withdrawn)
		VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, CASE WHEN ?9 THEN 1 ELSE 0 END)
		ON CONFLICT (student_id, question_id) DO UPDATE SET version = excluded.version,
			response_id = excluded.response_id, score = excluded.score, confidence = excluded.confidence,
			ideas = excluded.ideas, answered_at = excluded.answered_at, withdrawn = excluded.withdrawn`,
		student, asked.Question, asked.Version, response, d.Score, confidence, ideasIn(d.Grade), at,
		d.Withdrawn())
	return err
}

// redecideLatest brings the latest answers up to date with a new decision about one, which is stored already.
func redecideLatest(ctx context.Context, t tx, response int64) error {
	var score float64
	var text sql.NullString
	var withdrawn bool
	err := t.QueryRowContext(ctx, `SELECT coalesce(g.score, r.score), coalesce(g.grade, r.grade), NOT`+counting+`
		FROM response r`+newestRegrade+` WHERE r.id = ?1`, response).Scan(&score, &text, &withdrawn)
	if err != nil {
		return err
	}
	grade, err := decodeGrade(text)
	if err != nil {
		return err
	}
	_, err = t.ExecContext(ctx, `UPDATE latest_answer SET score = ?2, ideas = ?3,
		withdrawn = CASE WHEN ?4 THEN 1 ELSE 0 END WHERE response_id = ?1`, response, score, ideasIn(grade), withdrawn)
	return err
}

// keepAllLatest works the latest answers of a student out from all answers.
func keepAllLatest(ctx context.Context, t tx, student classroom.StudentID) error {
	if _, err := t.ExecContext(ctx, `DELETE FROM latest_answer WHERE student_id = ?1`, student); err != nil {
		return err
	}
	type latest struct {
		response int64
		given    classroom.Response
	}
	all, err := collect(ctx, t, func(row scanner) (l latest, err error) {
		var question string
		var r scannedResponse
		if err := row.Scan(append([]any{&l.response, &question}, r.into()...)...); err != nil {
			return l, err
		}
		l.given, err = r.response(question)
		return l, err
	}, `SELECT r.id, r.question_id,`+responseColumns+` FROM (
			SELECT max(x.id) AS id FROM attempt a JOIN response x ON x.attempt_id = a.id WHERE a.student_id = ?1
			GROUP BY x.question_id
		) AS newest JOIN response r ON r.id = newest.id`+newestRegrade, student)
	if err != nil {
		return err
	}
	for _, l := range all {
		if err := keepLatest(ctx, t, student, l.response, l.given.Asked(), l.given.Decision(), l.given.Confidence,
			millis(l.given.At)); err != nil {
			return err
		}
	}
	return nil
}

// ideasIn are the wrong ideas of a decision as they are kept; "" for none.
func ideasIn(g *quiz.Grade) string {
	if g == nil {
		return ""
	}
	return strings.Join(g.WrongIdeas(), " ")
}

// ClassWork lists the students of a class by name with what tells who needs help and what the class got wrong: their
// latest answers to each question, as far as they were given since and the question was not withdrawn, and the quiz
// question that is open, for those who were seen since and have begun nothing else after it. The caller has checked
// whose class it is.
func (s *Store) ClassWork(ctx context.Context, class classroom.ClassID, since time.Time) (all []classroom.Working,
	err error) {
	defer wrap(&err, "work of class %d", class)
	all, err = collect(ctx, s.read, func(row scanner) (w classroom.Working, err error) {
		var joined, active int64
		err = row.Scan(&w.Student, &w.Name, &w.ExtraTime, &joined, &active)
		w.Joined, w.LastActive = fromMillis(joined), seenAt(active)
		return w, err
	}, `SELECT id, name, extra_time, created_at, last_active_at FROM student WHERE class_id = ?1 ORDER BY name_key`, class)
	if err != nil || len(all) == 0 {
		return nil, err
	}
	at := make(map[classroom.StudentID]*classroom.Working, len(all))
	for i := range all {
		at[all[i].Student] = &all[i]
	}
	if err := s.addLatest(ctx, class, since, at); err != nil {
		return nil, err
	}
	return all, s.addOpen(ctx, class, since, at)
}

func (s *Store) addLatest(ctx context.Context, class classroom.ClassID, since time.Time,
	at map[classroom.StudentID]*classroom.Working) error {
	rows, err := s.read.QueryContext(ctx, `
		SELECT l.student_id, l.question_id, l.score, l.confidence, l.ideas, l.answered_at
		FROM student st JOIN latest_answer l ON l.student_id = st.id
		WHERE st.class_id = ?1 AND l.answered_at >= ?2 AND l.withdrawn = 0`, class, millis(since))
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var student classroom.StudentID
		var l classroom.LatestAnswer
		var ideas string
		var answered int64
		if err := rows.Scan(&student, &l.Question, &l.Score, &l.Confidence, &ideas, &answered); err != nil {
			return err
		}
		l.At, l.Ideas = fromMillis(answered), strings.Fields(ideas)
		if w := at[student]; w != nil {
			w.Answers = append(w.Answers, l)
		}
	}
	return rows.Err()
}

// addOpen adds the quiz question that is open for each of those who were seen since. Few are in a quiz at a time, so
// they are looked for from the students, not from the attempts.
func (s *Store) addOpen(ctx context.Context, class classroom.ClassID, since time.Time,
	at map[classroom.StudentID]*classroom.Working) error {
	rows, err := s.read.QueryContext(ctx, `
		SELECT o.student_id, o.lesson, aq.question_id, aq.position, coalesce((SELECT max(r.answered_at) FROM response r
			WHERE r.attempt_id = o.id), o.started_at)
		FROM student st JOIN attempt o ON o.id = (SELECT max(a.id) FROM attempt a WHERE a.student_id = st.id)
		JOIN attempt_question aq ON aq.attempt_id = o.id AND aq.position = (SELECT min(q.position)
			FROM attempt_question q WHERE q.attempt_id = o.id AND NOT EXISTS (SELECT 1 FROM response r
				WHERE r.attempt_id = q.attempt_id AND r.question_id = q.question_id))
		WHERE st.class_id = ?1 AND st.last_active_at >= ?2 AND o.kind = 'quiz' AND o.lesson <> ''
			AND o.submitted_at IS NULL`,
		class, millis(since))
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var student classroom.StudentID
		var o classroom.OpenQuestion
		var touched int64
		if err := rows.Scan(&student, &o.Lesson, &o.Question, &o.Number, &touched); err != nil {
			return err
		}
		o.Since = fromMillis(touched)
		if w := at[student]; w != nil {
			w.Open = &o
		}
	}
	return rows.Err()
}

// Answered counts the students of a class whose latest answer to one of these questions is known. The caller has
// checked whose class it is.
func (s *Store) Answered(ctx context.Context, class classroom.ClassID, questions []string) (n int, err error) {
	defer wrap(&err, "who of class %d has answered", class)
	if len(questions) == 0 {
		return 0, nil
	}
	err = s.read.QueryRowContext(ctx, `
		SELECT count(*) FROM student st WHERE st.class_id = ?1 AND EXISTS (SELECT 1 FROM latest_answer l
			WHERE l.student_id = st.id AND l.question_id IN (`+places(2, len(questions))+`))`,
		numbered([]any{class}, questions)...).Scan(&n)
	return n, err
}
