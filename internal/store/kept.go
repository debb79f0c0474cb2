package store

import (
	"context"

	"dossier/internal/classroom"
)

// Kept is something that somebody has sent and the database holds: for a ledger of what was acknowledged.
type Kept struct {
	Key     string // the token of the form of an answer; the text itself of one that was written
	Student classroom.StudentID
	About   string // the question of an answer, the bench of a text
}

// KeptAnswers lists every answer, KeptTexts every text as often as it was stored, oldest first.
func (s *Store) KeptAnswers(ctx context.Context) ([]Kept, error) {
	return s.kept(ctx, `SELECT r.form_token, a.student_id, r.question_id FROM response r
		JOIN attempt a ON a.id = r.attempt_id ORDER BY r.id`)
}

// KeptTexts: see KeptAnswers.
func (s *Store) KeptTexts(ctx context.Context) ([]Kept, error) {
	return s.kept(ctx, `SELECT t.text, e.student_id, e.bench FROM essay_text t
		JOIN essay e ON e.id = t.essay_id ORDER BY t.essay_id, t.rev`)
}

func (s *Store) kept(ctx context.Context, query string) (list []Kept, err error) {
	defer wrap(&err, "list what is kept")
	rows, err := s.read.QueryContext(ctx, query)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var k Kept
		if err := rows.Scan(&k.Key, &k.Student, &k.About); err != nil {
			return nil, err
		}
		list = append(list, k)
	}
	return list, rows.Err()
}
