package store

import (
	"context"
	"database/sql"
	"time"

	"dossier/internal/classroom"
	"dossier/internal/essay"
)

// firstIn is when essay e was handed in (?3) first. One that its author has taken back (?4) is not in; once a teacher
// has returned it (?5), it stays in whatever is written later.
const firstIn = `(SELECT min(v.at) FROM essay_event v WHERE v.essay_id = e.id AND v.action = ?3 AND v.id > coalesce((
	SELECT max(w.id) FROM essay_event w WHERE w.essay_id = e.id AND w.action = ?4 AND w.id < coalesce((
		SELECT min(x.id) FROM essay_event x WHERE x.essay_id = e.id AND x.action = ?5), w.id + 1)), 0))`

// HandedInAt says of each student of a class who has begun to write at a bench when they handed in for the first time;
// zero for those who have not. The caller has checked whose class it is.
func (s *Store) HandedInAt(ctx context.Context, class classroom.ClassID, bench string) (
	_ map[classroom.StudentID]time.Time, err error) {
	defer wrap(&err, "who of class %d has handed in at %s", class, bench)
	return s.timesOf(ctx, `SELECT st.id, `+firstIn+`
		FROM student st JOIN essay e ON e.student_id = st.id WHERE st.class_id = ?1 AND e.bench = ?2`, class, bench,
		string(essay.Submit), string(essay.Withdraw), string(essay.Return))
}

// HandedIn is when a student handed in at a bench for the first time; zero while they write. ErrNotFound before that.
func (s *Store) HandedIn(ctx context.Context, student classroom.StudentID, bench string) (_ time.Time, err error) {
	defer wrap(&err, "what student %d has handed in", student)
	var at sql.NullInt64
	err = s.read.QueryRowContext(ctx, `SELECT `+firstIn+` FROM essay e WHERE e.student_id = ?1 AND e.bench = ?2`, student,
		bench, string(essay.Submit), string(essay.Withdraw), string(essay.Return)).Scan(&at)
	return timeOf(at), err
}

// PassedAt says of each student of a class who has passed the quiz of a lesson with this share of its marks when they
// did so first. The caller has checked whose class it is.
func (s *Store) PassedAt(ctx context.Context, class classroom.ClassID, lesson string, share float64) (
	_ map[classroom.StudentID]time.Time, err error) {
	defer wrap(&err, "who of class %d has passed %s", class, lesson)
	return s.timesOf(ctx, `
		WITH finished AS (
			SELECT a.student_id, a.submitted_at, sum(`+marksNow+`) / nullif(sum(`+outOfNow+`), 0) AS share
			FROM student st JOIN attempt a ON a.student_id = st.id JOIN response r ON r.attempt_id = a.id`+newestRegrade+`
			WHERE st.class_id = ?1 AND a.lesson = ?2 AND a.kind = 'quiz' AND a.submitted_at IS NOT NULL
			GROUP BY a.id
		)
		SELECT student_id, min(submitted_at) FROM finished WHERE share >= ?3 - 1e-9 GROUP BY student_id`,
		class, lesson, share)
}

// timesOf reads a time for each student; zero where it is NULL.
func (s *Store) timesOf(ctx context.Context, query string, args ...any) (map[classroom.StudentID]time.Time, error) {
	type row struct {
		student classroom.StudentID
		at      sql.NullInt64
	}
	rows, err := collect(ctx, s.read, func(from scanner) (r row, err error) {
		return r, from.Scan(&r.student, &r.at)
	}, query, args...)
	times := map[classroom.StudentID]time.Time{}
	for _, r := range rows {
		times[r.student] = timeOf(r.at)
	}
	return times, err
}
