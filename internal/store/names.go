package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"dossier/internal/account"
	"dossier/internal/classroom"
)

// metaFolded records which way of folding made the keys of names.
const (
	metaFolded = "names_folded"
	folding    = "2"
)

// foldNames makes the keys of all names again if another way of folding made them. Nobody is merged with anybody: see
// account.RefoldNames.
func (s *Store) foldNames(ctx context.Context) error {
	folded := func(q tx) (bool, error) {
		var value string
		err := q.QueryRowContext(ctx, `SELECT value FROM meta WHERE key = ?1`, metaFolded).Scan(&value)
		if errors.Is(err, sql.ErrNoRows) {
			return false, nil
		}
		return value == folding, err
	}
	if done, err := folded(s.read); err != nil || done {
		return err
	}
	err := s.db.Write(fromReserve(ctx), func(t tx) error {
		if done, err := folded(t); err != nil || done {
			return err
		}
		for _, table := range []struct{ name, rows string }{
			{"student", `SELECT class_id, id, name FROM student WHERE class_id IS NOT NULL
				ORDER BY class_id, last_active_at DESC, id`},
			{"teacher", `SELECT 0, id, name FROM teacher WHERE left_at IS NULL ORDER BY id`},
		} {
			if err := refold(ctx, t, table.name, table.rows); err != nil {
				return err
			}
		}
		_, err := t.ExecContext(ctx, `INSERT INTO meta (key, value) VALUES (?1, ?2)
			ON CONFLICT (key) DO UPDATE SET value = excluded.value`, metaFolded, folding)
		return err
	})
	if err != nil {
		return fmt.Errorf("fold names: %w", err)
	}
	return nil
}

// refold makes the keys of a table again. The rows are (group, id, name); keys are unique within a group.
func refold(ctx context.Context, t tx, table, rows string) error {
	type group struct {
		ids   []int64
		names []string
	}
	groups := map[int64]*group{}
	found, err := t.QueryContext(ctx, rows)
	if err != nil {
		return err
	}
	defer found.Close()
	for found.Next() {
		var of, id int64
		var name string
		if err := found.Scan(&of, &id, &name); err != nil {
			return err
		}
		if groups[of] == nil {
			groups[of] = &group{}
		}
		groups[of].ids, groups[of].names = append(groups[of].ids, id), append(groups[of].names, name)
	}
	if err := found.Err(); err != nil {
		return err
	}
	change := `UPDATE ` + table + ` SET name_key = ?2 WHERE id = ?1`
	for _, g := range groups { // first out of each other's way: a new key may be another's old one
		for _, id := range g.ids {
			if _, err := t.ExecContext(ctx, change, id, fmt.Sprintf(". %d", id)); err != nil {
				return err
			}
		}
		for i, key := range account.RefoldNames(g.names) {
			if _, err := t.ExecContext(ctx, change, g.ids[i], key); err != nil {
				return err
			}
		}
	}
	return nil
}

// SharedNames lists the students of a class whose names differ only in the way they are written, which was possible
// before names were folded as they are now. The one who was there more recently is found by any spelling, the others
// only by their own. The caller has checked whose class it is.
func (s *Store) SharedNames(ctx context.Context, class classroom.ClassID) (names []string, err error) {
	defer wrap(&err, "shared names in class %d", class)
	rows, err := s.read.QueryContext(ctx, `SELECT name, name_key FROM student WHERE class_id = ?1 ORDER BY id`, class)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var name, key string
		if err := rows.Scan(&name, &key); err != nil {
			return nil, err
		}
		if account.NameShared(key) {
			names = append(names, name)
		}
	}
	return names, rows.Err()
}
