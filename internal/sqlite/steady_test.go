package sqlite_test

import (
	"testing"

	"dossier/internal/sqlite"
)

// TestSteadyStatementsMeanTheSame: a plus in front of a parameter changes neither its value nor the index that serves.
func TestSteadyStatementsMeanTheSame(t *testing.T) {
	s := openStore(t, t.TempDir())
	ctx := t.Context()
	for _, value := range []any{int64(1), 2.5, "three", []byte("four"), nil} {
		err := s.Write(ctx, func(tx sqlite.Tx) error {
			var got string
			if err := tx.QueryRowContext(ctx, `SELECT typeof(x) || ',' || (x IS ?1) || ',' || coalesce(x = ?1, 'null')
				FROM (SELECT ?1 AS x) WHERE x IS ?1 LIMIT ?2`, value, 1).Scan(&got); err != nil {
				return err
			}
			if want := map[bool]string{true: "null,1,null", false: kind(value) + ",1,1"}[value == nil]; got != want {
				t.Errorf("%v: %s, want %s", value, got, want)
			}
			return nil
		})
		if err != nil {
			t.Errorf("%v: %v", value, err)
		}
	}
	for query, want := range map[string]string{
		`SELECT value FROM meta WHERE key = ?1`:        `SELECT value FROM meta WHERE key = +?1`,
		`SELECT 1 WHERE a IS ?2 LIMIT ?3`:              `SELECT 1 WHERE a IS +?2 LIMIT +?3`,
		`INSERT INTO item (key) VALUES (?1)`:           `INSERT INTO item (key) VALUES (?1)`,
		`SELECT key FROM item WHERE key IN (?1, ?2)`:   `SELECT key FROM item WHERE key IN (?1, ?2)`,
		`UPDATE item SET a=?2 WHERE b IS NULL AND c<?`: `UPDATE item SET a= +?2 WHERE b IS NULL AND c<?`,
	} {
		if got := sqlite.Steady(query); got != want {
			t.Errorf("%s\nbecame %s\nwant   %s", query, got, want)
		}
	}
	var step struct {
		a, b, c int
		detail  string
	}
	if err := s.Read().QueryRowContext(ctx, `EXPLAIN QUERY PLAN SELECT value FROM meta WHERE key = ?1`, "x").
		Scan(&step.a, &step.b, &step.c, &step.detail); err != nil {
		t.Fatal(err)
	}
	if want := "SEARCH meta USING INDEX sqlite_autoindex_meta_1 (key=?)"; step.detail != want {
		t.Errorf("plan: %s, want %s", step.detail, want)
	}
}

func kind(value any) string {
	switch value.(type) {
	case int64:
		return "integer"
	case float64:
		return "real"
	case string:
		return "text"
	}
	return "blob"
}
