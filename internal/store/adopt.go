package store

import (
	"context"
	"database/sql"
	"errors"

	"dossier/internal/classroom"
)

// adopt moves a guest's work to the student they have become and forgets the guest. Both sets of attempts stay, so
// that the earlier first try remains the first. Only a guest's work moves, never another student's.
func adopt(ctx context.Context, t tx, e Entry, student classroom.StudentID, now int64) error {
	guest := e.Guest
	if guest == 0 || guest == student {
		return nil
	}
	err := t.QueryRowContext(ctx, `SELECT id FROM student WHERE id = ?1 AND class_id IS NULL`, guest).Scan(&guest)
	if errors.Is(err, sql.ErrNoRows) {
		return nil
	}
	if err != nil {
		return err
	}
	if err := moveAnswers(ctx, t, guest, student); err != nil {
		return err
	}
	if err := adoptBench(ctx, t, guest, student, now); err != nil {
		return err
	}
	if err := former(ctx, t, guest, student, 0); err != nil {
		return err
	}
	if _, err := t.ExecContext(ctx, `DELETE FROM student WHERE id = ?1`, guest); err != nil {
		return err
	}
	if err := regradeStudent(ctx, t, student, e.Regrade, now); err != nil {
		return err
	}
	if err := keepAllLatest(ctx, t, student); err != nil {
		return err
	}
	return keepAllProgress(ctx, t, student)
}

// moveAnswers gives what one answerer has read and answered to another. The earlier first try is the first one then.
func moveAnswers(ctx context.Context, t tx, from, to classroom.StudentID) error {
	for _, statement := range []string{
		`INSERT INTO section_read (student_id, lesson, section, read_at)
			SELECT ?2, lesson, section, read_at FROM section_read WHERE student_id = ?1 ON CONFLICT DO NOTHING`,
		`UPDATE attempt SET student_id = ?2 WHERE student_id = ?1`,
	} {
		if _, err := t.ExecContext(ctx, statement, from, to); err != nil {
			return err
		}
	}
	return nil
}

// RegradeAsked decides once more about answers to a question in a version that was asked.
type RegradeAsked func(classroom.Asked, []classroom.StoredAnswer) ([]classroom.Regraded, error)

// regradeStudent decides about the answers of a student under what the teachers of their class have ruled: they were a
// guest's, for whom nothing is ruled, or given in another class. An answer that was regraded where nothing is ruled any
// more gets its first decision back; what it was regraded for is named as undone, for this student.
func regradeStudent(ctx context.Context, t tx, student classroom.StudentID, regrade RegradeAsked, now int64) error {
	if regrade == nil {
		return nil
	}
	type question struct {
		classroom.Asked
		last int64 // the newest regrade that counts for one of the answers; 0 for none
	}
	questions, err := collect(ctx, t, func(row scanner) (q question, err error) {
		err = row.Scan(&q.Question, &q.Version, &q.last)
		return q, err
	}, `SELECT r.question_id, r.version, coalesce(max(g.id), 0)
		FROM attempt a JOIN response r ON r.attempt_id = a.id`+newestRegrade+`
		WHERE a.student_id = ?1 AND (g.id IS NOT NULL OR EXISTS (SELECT 1 FROM acceptance p
				WHERE p.question_id = r.question_id AND p.version = r.version AND p.undone_at IS NULL)
			OR EXISTS (SELECT 1 FROM correction p
				WHERE p.question_id = r.question_id AND p.version = r.version AND p.undone_at IS NULL))
		GROUP BY 1, 2 ORDER BY 1, 2`, student)
	if err != nil {
		return err
	}
	for _, q := range questions {
		ruling, why, err := rulingFor(ctx, t, student, q.Asked)
		if err == nil && ruling.Empty() && q.last != 0 {
			why, err = regradedFor(ctx, t, q.last)
		}
		if err != nil {
			return err
		}
		if why.id == 0 { // it was for another class
			continue
		}
		answers, err := storedAnswers(ctx, t, `st.id = ?1 AND r.question_id = ?2 AND r.version = ?3 ORDER BY r.id`,
			student, q.Question, q.Version)
		if err != nil {
			return err
		}
		for i := range answers {
			answers[i].Ruling = ruling
		}
		changed, err := regrade(q.Asked, answers)
		if err != nil {
			return err
		}
		if err := keepRegraded(ctx, t, why, changed, now); err != nil {
			return err
		}
	}
	return nil
}

// regradedFor is why a regrade was made, as what is undone for one student.
func regradedFor(ctx context.Context, t tx, regrade int64) (why because, err error) {
	var acceptance, correction sql.NullInt64
	err = t.QueryRowContext(ctx, `SELECT acceptance_id, correction_id, teacher_id FROM regrade WHERE id = ?1`, regrade).
		Scan(&acceptance, &correction, &why.teacher)
	why.id, why.corrects, why.cause = acceptance.Int64+correction.Int64, correction.Valid, "undone"
	return why, err
}

// keepAllProgress works out again how far a student is in every lesson in which they have answered anything.
func keepAllProgress(ctx context.Context, t tx, student classroom.StudentID) error {
	lessons, err := collect(ctx, t, func(row scanner) (lesson string, err error) {
		err = row.Scan(&lesson)
		return lesson, err
	}, `SELECT DISTINCT lesson FROM attempt WHERE student_id = ?1`, student)
	if err != nil {
		return err
	}
	for _, lesson := range lessons {
		if err := keepProgress(ctx, t, student, lesson); err != nil {
			return err
		}
	}
	return nil
}

// changeable limits a guest's rows to benches where student ?2 has no answer handed in: what a marker reads, or has
// read, stays as it was.
const changeable = `bench NOT IN (SELECT bench FROM essay WHERE student_id = ?2
	AND state NOT IN ('draft', 'self_assessed', 'revising'))`

// adoptions copy what a guest ?1 did at a bench to the student ?2 they have become. Where both did something, the
// student's stays: of evidence and of practice all of it, because its numbers and its tries run on.
var adoptions = []string{
	`UPDATE essay SET rev = rev WHERE student_id = ?2 OR student_id = ?1`, // nobody hands in meanwhile
	`INSERT INTO trust (student_id, bench, source, before, before_at, after, moved, after_at)
		SELECT ?2, bench, source, before, before_at, after, moved, after_at FROM trust
		WHERE student_id = ?1 AND ` + changeable + ` ON CONFLICT DO NOTHING`,
	`INSERT INTO card_guess (student_id, bench, source, guess, guessed_at)
		SELECT ?2, bench, source, guess, guessed_at FROM card_guess
		WHERE student_id = ?1 AND ` + changeable + ` ON CONFLICT DO NOTHING`,
	`INSERT INTO reason (student_id, bench, kind, first, second, fact, so, saved_at)
		SELECT ?2, bench, kind, first, second, fact, so, saved_at FROM reason
		WHERE student_id = ?1 AND ` + changeable + ` ON CONFLICT DO NOTHING`,
	`INSERT INTO nudge_closed (student_id, bench, rule, closed_at)
		SELECT ?2, bench, rule, closed_at FROM nudge_closed
		WHERE student_id = ?1 AND ` + changeable + ` ON CONFLICT DO NOTHING`,
	`INSERT INTO pick (student_id, bench, phrase, number, source, quote, kept, picked_at, round)
		SELECT ?2, g.bench, g.phrase, g.number, g.source, g.quote, g.kept, g.picked_at,
			coalesce((SELECT e.round FROM essay e WHERE e.student_id = ?2 AND e.bench = g.bench), 1) FROM pick g
		WHERE g.student_id = ?1 AND g.` + changeable + `
			AND NOT EXISTS (SELECT 1 FROM pick p WHERE p.student_id = ?2 AND p.bench = g.bench)`,
	`INSERT INTO calibration (student_id, rubric, bench, exemplar, try, skill, level, given_at)
		SELECT ?2, g.rubric, g.bench, g.exemplar, g.try, g.skill, g.level, g.given_at FROM calibration g
		WHERE g.student_id = ?1 AND g.` + changeable + `
			AND NOT EXISTS (SELECT 1 FROM calibration c WHERE c.student_id = ?2 AND c.rubric = g.rubric)`,
	`UPDATE essay SET student_id = ?2 WHERE student_id = ?1
		AND bench NOT IN (SELECT bench FROM essay WHERE student_id = ?2)`,
}

// adoptBench moves what a guest did at the benches to the student they have become. Of two texts the guest's goes into
// the history, and the student's own stays the one that counts.
func adoptBench(ctx context.Context, t tx, guest, student classroom.StudentID, now int64) error {
	for _, statement := range adoptions {
		if _, err := t.ExecContext(ctx, statement, guest, student); err != nil {
			return err
		}
	}
	_, err := t.ExecContext(ctx, `
		INSERT INTO essay_text (essay_id, rev, round, tab, text, saved_at)
		SELECT own.id, (SELECT max(rev) FROM essay_text WHERE essay_id = own.id) + 1, own.round, 'guest', x.text, ?3
		FROM essay own JOIN essay g ON g.student_id = ?1 AND g.bench = own.bench
			JOIN essay_text x ON x.essay_id = g.id AND x.rev = g.rev
		WHERE own.student_id = ?2`, guest, student, now)
	return err
}
