package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"

	"dossier/internal/sqlite"
)

// QuestionVersion is a question as it was served. Version is the number that its author gave it; it is told apart by
// whose it is, the school's own or the built-in course's.
type QuestionVersion struct {
	ID      string
	Version int
	Own     bool
	SHA     string
	Body    string
}

// origin is how the database says whose a wording is.
func (v QuestionVersion) origin() string {
	if v.Own {
		return "own"
	}
	return "built-in"
}

// ErrChanged: a question changed under an unchanged version.
var ErrChanged = errors.New("question changed under an unchanged version")

// KeepQuestions stores every version that is not stored yet, and returns, by id, the number by which answers refer to
// each. A body that differs from the stored one of the same version is ErrChanged, which names the question: what was
// served is never rewritten.
func (s *Store) KeepQuestions(ctx context.Context, versions []QuestionVersion) (kept map[string]int, err error) {
	defer wrap(&err, "keep questions")
	err = s.write(fromReserve(ctx), func(t tx) error {
		kept = map[string]int{}
		now := millis(s.now())
		for _, v := range versions {
			if kept[v.ID], err = keepQuestion(ctx, t, v, now); err != nil {
				return err
			}
		}
		return nil
	})
	return kept, err
}

func keepQuestion(ctx context.Context, t tx, v QuestionVersion, now int64) (row int, err error) {
	var sha string
	err = t.QueryRowContext(ctx, `SELECT version, sha FROM question_version WHERE id = ?1 AND origin = ?2 AND number = ?3`,
		v.ID, v.origin(), v.Version).Scan(&row, &sha)
	if err == nil && sha != v.SHA {
		return 0, fmt.Errorf("%w: %s version %d: raise its version", ErrChanged, v.ID, v.Version)
	}
	if !errors.Is(err, sql.ErrNoRows) {
		return row, err
	}
	row, err = sameWords(ctx, t, v)
	if err == nil { // an older row did not say whose it is
		_, err = t.ExecContext(ctx, `UPDATE question_version SET origin = ?3 WHERE id = ?1 AND version = ?2 AND origin = ''`,
			v.ID, row, v.origin())
	}
	if !errors.Is(err, sql.ErrNoRows) {
		return row, err
	}
	err = t.QueryRowContext(ctx, `
		INSERT INTO question_version (id, version, origin, number, sha, body, first_served_at)
		SELECT ?1, CASE WHEN EXISTS (SELECT 1 FROM question_version WHERE id = ?1 AND version = ?3)
			THEN (SELECT max(version) + 1 FROM question_version WHERE id = ?1) ELSE ?3 END, ?2, ?3, ?4, ?5, ?6
		RETURNING version`, v.ID, v.origin(), v.Version, v.SHA, v.Body, now).Scan(&row)
	return row, err
}

// sameWords finds a row with this wording under this number, whoever it belongs to. sql.ErrNoRows.
func sameWords(ctx context.Context, q tx, v QuestionVersion) (row int, err error) {
	err = q.QueryRowContext(ctx, `SELECT version FROM question_version WHERE id = ?1 AND number = ?2 AND sha = ?3
		ORDER BY version LIMIT 1`, v.ID, v.Version, v.SHA).Scan(&row)
	return row, err
}

// KeptQuestions returns the same as KeepQuestions and stores nothing: what is not on record, word for word, is left
// out.
func (s *Store) KeptQuestions(ctx context.Context, versions []QuestionVersion) (kept map[string]int, err error) {
	defer wrap(&err, "kept questions")
	kept = map[string]int{}
	for _, v := range versions {
		row, err := sameWords(ctx, s.read, v)
		if errors.Is(err, sql.ErrNoRows) {
			continue
		}
		if err != nil {
			return nil, err
		}
		kept[v.ID] = row
	}
	return kept, nil
}

// QuestionBody returns a question as it was served. ErrNotFound.
func (s *Store) QuestionBody(ctx context.Context, id string, version int) (body string, err error) {
	defer wrap(&err, "question %s version %d", id, version)
	err = s.read.QueryRowContext(ctx, `SELECT body FROM question_version WHERE id = ?1 AND version = ?2`, id, version).
		Scan(&body)
	return body, err
}

// Record lists what was served, without the bodies. Rows from before the school's own wordings were told apart are left
// out, because nobody knows whose they are.
func (s *Store) Record(ctx context.Context) (_ []QuestionVersion, err error) {
	defer wrap(&err, "record of questions")
	return record(ctx, s.read)
}

func record(ctx context.Context, q tx) (all []QuestionVersion, err error) {
	rows, err := q.QueryContext(ctx, `SELECT id, number, origin = 'own', sha FROM question_version WHERE origin <> ''`)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var v QuestionVersion
		if err := rows.Scan(&v.ID, &v.Version, &v.Own, &v.SHA); err != nil {
			return nil, err
		}
		all = append(all, v)
	}
	return all, rows.Err()
}

// RecordOf returns what Record does for a data folder that is not open, or that another program has open. It changes
// nothing there. A folder without a database has no record; fs.ErrNotExist when there is no folder, ErrNotClosed.
func RecordOf(ctx context.Context, dataDir string) (all []QuestionVersion, err error) {
	defer wrap(&err, "record of questions in %s", dataDir)
	if _, err := os.Stat(dataDir); err != nil {
		return nil, err
	}
	_, err = sqlite.Look(ctx, dataDir, func(t tx) (err error) {
		var told int // a database that was not upgraded yet does not say whose its wordings are
		err = t.QueryRowContext(ctx, `SELECT count(*) FROM pragma_table_info('question_version') WHERE name = 'origin'`).
			Scan(&told)
		if err == nil && told > 0 {
			all, err = record(ctx, t)
		}
		return err
	})
	return all, err
}
