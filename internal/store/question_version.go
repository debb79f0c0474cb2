package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
)

// QuestionVersion is a question as it was served.
type QuestionVersion struct {
	ID      string
	Version int
	SHA     string
	Body    string
}

// ErrChanged tells that a question changed under an unchanged version.
var ErrChanged = errors.New("question changed under an unchanged version")

// KeepQuestions stores every version that is not stored yet. A body that differs from the stored one
// of the same version is ErrChanged, which names the question; with overwrite, as while a question is
// being written, the stored one is replaced.
func (s *Store) KeepQuestions(ctx context.Context, versions []QuestionVersion, overwrite bool) (err error) {
	defer wrap(&err, "keep questions")
	return s.write(ctx, func(t tx) error {
		now := millis(s.now())
		for _, v := range versions {
			var sha string
			err := t.QueryRowContext(ctx, `SELECT sha FROM question_version WHERE id = ?1 AND version = ?2`, v.ID, v.Version).
				Scan(&sha)
			switch {
			case errors.Is(err, sql.ErrNoRows):
				_, err = t.ExecContext(ctx, `INSERT INTO question_version (id, version, sha, body, first_served_at)
					VALUES (?1, ?2, ?3, ?4, ?5)`, v.ID, v.Version, v.SHA, v.Body, now)
			case err == nil && sha != v.SHA && overwrite:
				_, err = t.ExecContext(ctx, `UPDATE question_version SET sha = ?3, body = ?4 WHERE id = ?1 AND version = ?2`,
					v.ID, v.Version, v.SHA, v.Body)
			case err == nil && sha != v.SHA:
				err = fmt.Errorf("%w: %s version %d: raise its version", ErrChanged, v.ID, v.Version)
			}
			if err != nil {
				return err
			}
		}
		return nil
	})
}

// QuestionBody returns a question as it was served. ErrNotFound.
func (s *Store) QuestionBody(ctx context.Context, id string, version int) (body string, err error) {
	defer wrap(&err, "question %s version %d", id, version)
	err = s.read.QueryRowContext(ctx, `SELECT body FROM question_version WHERE id = ?1 AND version = ?2`, id, version).
		Scan(&body)
	return body, err
}
