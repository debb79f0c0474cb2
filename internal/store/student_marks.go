package store

import (
	"context"
	"database/sql"
	"slices"
	"time"

	"dossier/internal/classroom"
	"dossier/internal/marking"
)

// MarkedEssay is a finished marking with the bench and the rubric of its essay.
type MarkedEssay struct {
	Bench, Rubric string
	marking.Mark
}

// StudentMarks lists the marks that count of everything that a student has handed in, the oldest first: of each text
// the newest that is no blind second one. They may not have been returned. The caller has checked whose student it is.
func (s *Store) StudentMarks(ctx context.Context, student classroom.StudentID) (_ []MarkedEssay, err error) {
	defer wrap(&err, "marks of student %d", student)
	return s.markedEssays(ctx, `SELECT `+markedColumns+`
		FROM essay e JOIN mark m ON m.essay_id = e.id LEFT JOIN mark_level l ON l.mark_id = m.id
		WHERE e.student_id = ?1 AND m.id = (SELECT max(n.id) FROM mark n WHERE n.essay_id = m.essay_id AND n.rev = m.rev
			AND n.purpose <> 'second') ORDER BY m.id`, student)
}

const markedColumns = `m.id, m.essay_id, m.rev, m.round, m.teacher_id, m.purpose, m.strength, m.target, m.marked_at,
	l.skill, l.level, l.comment, e.bench, e.rubric`

// ReturnedEssay is what came back to a student in one round.
type ReturnedEssay struct {
	MarkedEssay
	At       time.Time
	NextStep string // "" until it is written; the levels are shown after
}

// ReturnedTo lists what has been returned to a student and not taken back, what came back first first.
func (s *Store) ReturnedTo(ctx context.Context, student classroom.StudentID) (back []ReturnedEssay, err error) {
	defer wrap(&err, "what came back to student %d", student)
	type event struct {
		mark marking.MarkID
		at   time.Time
		next string
	}
	events, err := collect(ctx, s.read, func(row scanner) (e event, err error) {
		var at int64
		err = row.Scan(&e.mark, &at, &e.next)
		e.at = fromMillis(at)
		return e, err
	}, `SELECT v.mark_id, v.at, coalesce(n.text, '') FROM essay e JOIN essay_event v ON v.essay_id = e.id
		LEFT JOIN next_step n ON n.essay_id = e.id AND n.round = v.round
		WHERE e.student_id = ?1 AND v.mark_id IS NOT NULL AND (v.round < e.round OR e.state IN ('returned', 'final'))
			AND v.id = (SELECT max(l.id) FROM essay_event l WHERE l.essay_id = e.id AND l.round = v.round
				AND l.mark_id IS NOT NULL)
		ORDER BY v.id`, student)
	if err != nil || len(events) == 0 {
		return nil, err
	}
	marks, err := s.markedEssays(ctx, `SELECT `+markedColumns+`
		FROM essay e JOIN mark m ON m.essay_id = e.id LEFT JOIN mark_level l ON l.mark_id = m.id
		WHERE e.student_id = ?1 ORDER BY m.id`, student)
	for _, e := range events {
		if i := slices.IndexFunc(marks, func(m MarkedEssay) bool { return m.ID == e.mark }); i >= 0 {
			back = append(back, ReturnedEssay{MarkedEssay: marks[i], At: e.at, NextStep: e.next})
		}
	}
	return back, err
}

// markedEssays puts marks together from a row for each level.
func (s *Store) markedEssays(ctx context.Context, query string, student classroom.StudentID) (all []MarkedEssay,
	err error) {
	rows, err := s.read.QueryContext(ctx, query, student)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		m := MarkedEssay{Mark: marking.Mark{Levels: map[string]int{}, Comments: map[string]string{}}}
		var at int64
		var skill, comment sql.NullString
		var level sql.NullInt64
		if err := rows.Scan(&m.ID, &m.Essay, &m.Rev, &m.Round, &m.Teacher, &m.Purpose, &m.Strength, &m.Target, &at,
			&skill, &level, &comment, &m.Bench, &m.Rubric); err != nil {
			return nil, err
		}
		if m.Mark.At = fromMillis(at); len(all) == 0 || all[len(all)-1].ID != m.ID {
			all = append(all, m)
		}
		if last := all[len(all)-1]; skill.Valid {
			last.Levels[skill.String], last.Comments[skill.String] = int(level.Int64), comment.String
		}
	}
	return all, rows.Err()
}
