package store

import (
	"context"
	"strings"

	"dossier/internal/classroom"
)

// CopyClass adds a copy of a class with all the work of its students, taught by a teacher of the copy's own, or by the
// given one. It is for measurements on a school of any size, and goes past the rules for the speed: what is copied kept
// to them. A name stands once among the classes that it makes, and the code once in the school.
func (s *Store) CopyClass(ctx context.Context, class classroom.ClassID, teacher classroom.TeacherID, name,
	code string) (id classroom.ClassID, err error) {
	defer wrap(&err, "copy class %d", class)
	err = s.write(ctx, func(t tx) error {
		now := millis(s.now())
		if teacher == 0 {
			if err := t.QueryRowContext(ctx, `INSERT INTO teacher (name, name_key, pass_hash, owner, created_at)
				VALUES (?1, ?2, 'no hash', 0, ?3) RETURNING id`, "Teacher of "+name, strings.ToLower("teacher of "+name), now).
				Scan(&teacher); err != nil {
				return err
			}
		}
		var err error
		if id, err = insertClass(ctx, t, teacher, name, code, "copy "+code, now); err != nil {
			return err
		}
		c := copying{from: class, to: id, teacher: teacher, code: code}
		for _, of := range []struct {
			into *int64
			ids  string
		}{
			{&c.student, `SELECT coalesce((SELECT max(id) FROM student) + 1 - min(id), 0) FROM student
				WHERE class_id = ?1`},
			{&c.attempt, `SELECT coalesce((SELECT max(id) FROM attempt) + 1 - min(id), 0) FROM attempt
				WHERE student_id IN ` + theirs},
			{&c.response, `SELECT coalesce((SELECT max(id) FROM response) + 1 - min(r.id), 0) FROM attempt a
				JOIN response r ON r.attempt_id = a.id WHERE a.student_id IN ` + theirs},
			{&c.essay, `SELECT coalesce((SELECT max(id) FROM essay) + 1 - min(id), 0) FROM essay
				WHERE student_id IN ` + theirs},
			{&c.mark, `SELECT coalesce((SELECT max(id) FROM mark) + 1 - min(m.id), 0) FROM essay e JOIN mark m
				ON m.essay_id = e.id WHERE e.student_id IN ` + theirs},
		} {
			if err := t.QueryRowContext(ctx, of.ids, class).Scan(of.into); err != nil {
				return err
			}
		}
		return c.run(ctx, t)
	})
	return id, err
}

// theirs are the students of class ?1.
const theirs = `(SELECT id FROM student WHERE class_id = ?1)`

// copying says what the numbers of a copy are: those of the original, and so much more.
type copying struct {
	from, to                                classroom.ClassID
	teacher                                 classroom.TeacherID
	code                                    string
	student, attempt, response, essay, mark int64
}

// copies copy table after table. ?1 is the class, ?2 to ?6 what is added to the numbers of students, attempts, answers,
// essays and marks, ?7 the copy, ?8 its teacher, ?9 its code.
var copies = []string{
	`INSERT INTO student (id, class_id, name, name_key, pin_hash, created_at, last_active_at, extra_time, plain_words)
		SELECT id + ?2, ?7, name, name_key, pin_hash, created_at, last_active_at, extra_time, plain_words FROM student
		WHERE class_id = ?1`,
	`INSERT INTO section_read (student_id, lesson, section, read_at)
		SELECT student_id + ?2, lesson, section, read_at FROM section_read WHERE student_id IN ` + theirs,
	`INSERT INTO quiz_progress (student_id, lesson, checks, answered, first_marks, first_out_of, best_share, latest_share)
		SELECT student_id + ?2, lesson, checks, answered, first_marks, first_out_of, best_share, latest_share
		FROM quiz_progress WHERE student_id IN ` + theirs,
	`INSERT INTO attempt (id, student_id, lesson, kind, deal_key, form_token, started_at, submitted_at)
		SELECT id + ?3, student_id + ?2, lesson, kind, deal_key, ?9 || form_token, started_at, submitted_at
		FROM attempt WHERE student_id IN ` + theirs,
	`INSERT INTO attempt_question (attempt_id, position, question_id, version)
		SELECT q.attempt_id + ?3, q.position, q.question_id, q.version FROM attempt a JOIN attempt_question q
		ON q.attempt_id = a.id WHERE a.student_id IN ` + theirs,
	`INSERT INTO response (id, attempt_id, question_id, version, try, form_token, answer, score, marks, out_of, confidence,
			answered_at, grade)
		SELECT r.id + ?4, r.attempt_id + ?3, r.question_id, r.version, r.try, ?9 || r.form_token, r.answer, r.score, r.marks,
			r.out_of, r.confidence, r.answered_at, r.grade
		FROM attempt a JOIN response r ON r.attempt_id = a.id WHERE a.student_id IN ` + theirs,
	`INSERT INTO latest_answer (student_id, question_id, version, response_id, score, confidence, ideas, answered_at)
		SELECT student_id + ?2, question_id, version, response_id + ?4, score, confidence, ideas, answered_at
		FROM latest_answer WHERE student_id IN ` + theirs,
	`INSERT INTO unmatched (response_id, text) SELECT u.response_id + ?4, u.text FROM attempt a JOIN response r
		ON r.attempt_id = a.id JOIN unmatched u ON u.response_id = r.id WHERE a.student_id IN ` + theirs,
	`INSERT INTO written_level (response_id, part, teacher_id, level, given_at)
		SELECT w.response_id + ?4, w.part, CASE WHEN w.teacher_id IS NULL THEN NULL ELSE ?8 END, w.level, w.given_at
		FROM attempt a JOIN response r ON r.attempt_id = a.id JOIN written_level w ON w.response_id = r.id
		WHERE a.student_id IN ` + theirs + ` ORDER BY w.id`,
	`INSERT INTO trust (student_id, bench, source, before, before_at, after, moved, after_at)
		SELECT student_id + ?2, bench, source, before, before_at, after, moved, after_at FROM trust
		WHERE student_id IN ` + theirs,
	`INSERT INTO card_guess (student_id, bench, source, guess, guessed_at)
		SELECT student_id + ?2, bench, source, guess, guessed_at FROM card_guess WHERE student_id IN ` + theirs,
	`INSERT INTO pick (student_id, bench, phrase, number, source, quote, kept, picked_at, round)
		SELECT student_id + ?2, bench, phrase, number, source, quote, kept, picked_at, round FROM pick
		WHERE student_id IN ` + theirs,
	`INSERT INTO reason (student_id, bench, kind, first, second, fact, so, saved_at)
		SELECT student_id + ?2, bench, kind, first, second, fact, so, saved_at FROM reason WHERE student_id IN ` + theirs,
	`INSERT INTO calibration (student_id, rubric, bench, exemplar, try, skill, level, given_at)
		SELECT student_id + ?2, rubric, bench, exemplar, try, skill, level, given_at FROM calibration
		WHERE student_id IN ` + theirs,
	`INSERT INTO essay (id, student_id, bench, bench_version, rubric, state, round, rev, submitted_at, claimed_by,
			claimed_at)
		SELECT id + ?5, student_id + ?2, bench, bench_version, rubric, state, round, rev, submitted_at,
			CASE WHEN claimed_by IS NULL THEN NULL ELSE ?8 END, claimed_at FROM essay WHERE student_id IN ` + theirs,
	`INSERT INTO essay_text (essay_id, rev, round, tab, text, saved_at)
		SELECT x.essay_id + ?5, x.rev, x.round, x.tab, x.text, x.saved_at FROM essay e JOIN essay_text x
		ON x.essay_id = e.id WHERE e.student_id IN ` + theirs,
	`INSERT INTO judgement (essay_id, round, rev, skill, level, sentence, judged_at)
		SELECT j.essay_id + ?5, j.round, j.rev, j.skill, j.level, j.sentence, j.judged_at FROM essay e JOIN judgement j
		ON j.essay_id = e.id WHERE e.student_id IN ` + theirs + ` ORDER BY j.id`,
	`INSERT INTO next_step (essay_id, round, text, written_at) SELECT n.essay_id + ?5, n.round, n.text, n.written_at
		FROM essay e JOIN next_step n ON n.essay_id = e.id WHERE e.student_id IN ` + theirs,
	`INSERT INTO mark (id, essay_id, rev, round, teacher_id, purpose, strength, target, form_token, marked_at)
		SELECT m.id + ?6, m.essay_id + ?5, m.rev, m.round, ?8, m.purpose, m.strength, m.target, ?9 || m.form_token,
			m.marked_at FROM essay e JOIN mark m ON m.essay_id = e.id WHERE e.student_id IN ` + theirs,
	`INSERT INTO mark_level (mark_id, skill, level, comment) SELECT l.mark_id + ?6, l.skill, l.level, l.comment
		FROM essay e JOIN mark m ON m.essay_id = e.id JOIN mark_level l ON l.mark_id = m.id
		WHERE e.student_id IN ` + theirs,
	`INSERT INTO essay_event (essay_id, at, actor, action, from_state, to_state, round, rev, mark_id)
		SELECT v.essay_id + ?5, v.at, CASE WHEN v.actor_id IS NULL THEN v.actor ELSE 'teacher ' || ?8 END, v.action,
			v.from_state, v.to_state, v.round, v.rev, v.mark_id + ?6
		FROM essay e JOIN essay_event v ON v.essay_id = e.id WHERE e.student_id IN ` + theirs + ` ORDER BY v.id`,
}

func (c copying) run(ctx context.Context, t tx) error {
	all := []any{c.from, c.student, c.attempt, c.response, c.essay, c.mark, c.to, c.teacher, c.code}
	for _, statement := range copies {
		args := all
		for n := len(all); n > 0 && !strings.Contains(statement, "?"+string(rune('0'+n))); n-- {
			args = all[:n-1] // a statement takes no more arguments than it names
		}
		if _, err := t.ExecContext(ctx, statement, args...); err != nil {
			return err
		}
	}
	return nil
}
