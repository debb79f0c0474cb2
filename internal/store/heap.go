package store

import (
	"context"

	"dossier/internal/classroom"
	"dossier/internal/essay"
	"dossier/internal/marking"
)

// ClassWaiting lists by bench what students of a class have handed in and nobody has open, the longest wait first. The
// caller has checked whose class it is.
func (s *Store) ClassWaiting(ctx context.Context, class classroom.ClassID) (all []marking.Heap, err error) {
	defer wrap(&err, "what waits in class %d", class)
	rows, err := s.read.QueryContext(ctx, `
		SELECT e.bench, e.state, coalesce(e.claimed_at, 0), e.state = 'claimed' AND EXISTS (SELECT 1 FROM mark m
			WHERE m.essay_id = e.id AND m.round = e.round AND m.purpose = 'first'), count(*), min(e.submitted_at)
		FROM student st JOIN essay e ON e.student_id = st.id
		WHERE st.class_id = ?1 AND e.state IN ('submitted', 'resubmitted', 'claimed') GROUP BY 1, 2, 3, 4`, class)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	now := s.now()
	for rows.Next() {
		var h marking.Heap
		var e marking.Entry
		var state essay.State
		var claimed, oldest int64
		if err := rows.Scan(&h.At, &state, &claimed, &e.Place.HasMark, &h.Answers, &oldest); err != nil {
			return nil, err
		}
		e.Place.State, e.Place.Round, e.Claimed, h.Oldest = state, 1, fromMillis(claimed), fromMillis(oldest)
		if marking.Waits(e, now) {
			all = append(all, h)
		}
	}
	return marking.Gathered(all), rows.Err()
}

// ClassWritten lists by question the short answers of a class with a part that waits for a level, the longest wait
// first. The caller has checked whose class it is.
func (s *Store) ClassWritten(ctx context.Context, class classroom.ClassID) (all []marking.Heap, err error) {
	defer wrap(&err, "short answers that wait in class %d", class)
	all, err = collect(ctx, s.read, func(row scanner) (h marking.Heap, err error) {
		var oldest int64
		err = row.Scan(&h.At, &h.Answers, &oldest)
		h.Oldest = fromMillis(oldest)
		return h, err
	}, `SELECT r.question_id, count(DISTINCT r.id), min(r.answered_at)
		FROM student st JOIN written_open o ON o.student_id = st.id JOIN response r ON r.id = o.response_id
		WHERE st.class_id = ?1 GROUP BY r.question_id`, class)
	return marking.Gathered(all), err
}
