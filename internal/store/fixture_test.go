package store_test

import (
	"context"
	"database/sql"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"dossier/internal/store"
)

// fixture copies the data folder of the version before, with rows in every table, into a new folder.
func fixture(t *testing.T) (dir string) {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("testdata", "version3.db"))
	if err != nil {
		t.Fatal(err)
	}
	dir = t.TempDir()
	writeFile(t, filepath.Join(dir, "dossier.db"), data)
	return dir
}

// opened opens a database without the program.
func opened(t *testing.T, path string) *sql.DB {
	t.Helper()
	db, err := sql.Open("sqlite3", "file:"+path+"?mode=ro")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return db
}

// contentsOf returns the rows of every table as text, the columns in alphabetical order, by table; only limits what
// is read to the columns of another database.
func contentsOf(
	t *testing.T, db store.Tx, only map[string][]string,
) (rows map[string][]string, columns map[string][]string) {
	t.Helper()
	if only == nil {
		only = columnsOf(t, db)
	}
	rows = map[string][]string{}
	for table, names := range only {
		quoted := make([]string, len(names))
		for i, name := range names {
			quoted[i] = `quote("` + name + `")`
		}
		found, err := db.QueryContext(t.Context(), `SELECT `+strings.Join(quoted, ` || ' ' || `)+` FROM "`+table+`"`)
		if err != nil {
			t.Fatal(err)
		}
		for found.Next() {
			var row string
			if err := found.Scan(&row); err != nil {
				t.Fatal(err)
			}
			rows[table] = append(rows[table], row)
		}
		if err := found.Err(); err != nil {
			t.Fatal(err)
		}
		slices.Sort(rows[table])
	}
	return rows, only
}

func columnsOf(t *testing.T, db store.Tx) map[string][]string {
	t.Helper()
	found, err := db.QueryContext(t.Context(), `
		SELECT t.name, c.name FROM sqlite_schema t JOIN pragma_table_info(t.name) c
		WHERE t.type = 'table' AND t.name NOT LIKE 'goose_%' ORDER BY t.name, c.name`)
	if err != nil {
		t.Fatal(err)
	}
	defer found.Close()
	columns := map[string][]string{}
	for found.Next() {
		var table, column string
		if err := found.Scan(&table, &column); err != nil {
			t.Fatal(err)
		}
		columns[table] = append(columns[table], column)
	}
	if err := found.Err(); err != nil {
		t.Fatal(err)
	}
	return columns
}

// progressRepaired is the one row that an upgrade changes: the clock was set back between two quizzes of this
// student, and the later one with its earlier date had been taken for the first.
var progressRepaired = map[string]string{
	`0 0.75 1 1.0 4.0 0.75 'lesson' 5`: `0 0.75 1 2.0 4.0 0.25 'lesson' 5`,
}

// forgotten is what an upgrade takes away on purpose: wrong PINs of a computer that never signed in, which are
// counted in another way now.
var forgotten = map[string]bool{`X'6120737472616E676572277320636F6D7075746572' 3 0 1788249960000 2`: true}

func TestTheVersionBeforeUpgradesAndLosesNothing(t *testing.T) {
	dir := fixture(t)
	path := filepath.Join(dir, "dossier.db")
	before, columns := contentsOf(t, opened(t, path), nil)
	closeStore(t, openStore(t, dir))
	checkUpgraded(t, path, before, columns)

	s := openStore(t, dir)
	if got := s.Warnings(); len(got) != 0 {
		t.Errorf("warnings: %q", got)
	}
	got, want := objects(t, s.Reader()), objects(t, openStore(t, t.TempDir()).Reader())
	for name := range want {
		if got[name] != want[name] {
			t.Errorf("%s after the upgrade:\n%s\nin a new database:\n%s", name, got[name], want[name])
		}
	}
	if got := backups(t, dir); len(got) != 1 || !strings.Contains(got[0], "-v3-before-v") {
		t.Errorf("backups: got %v, want one of version 3", got)
	}
	// Numbers go on where they were, so that no new mark has the number of one that was removed.
	if n := count(t, s, `SELECT count(*) FROM sqlite_sequence WHERE name LIKE 'new_%'`); n != 0 {
		t.Error("a table that was made anew left its name behind")
	}
	if n := count(t, s, `SELECT count(*) FROM essay_event v LEFT JOIN teacher t ON t.id = v.actor_id
		WHERE (v.actor LIKE 'teacher %') <> (t.id IS NOT NULL)
			OR v.actor LIKE 'teacher %' AND v.actor <> 'teacher ' || t.id`); n != 0 {
		t.Errorf("%d steps name another teacher than they did", n)
	}
}

// checkUpgraded compares an upgraded database, which is closed, with what the version before held.
func checkUpgraded(t *testing.T, path string, before, columns map[string][]string) {
	t.Helper()
	db := opened(t, path)
	after, _ := contentsOf(t, db, columns)
	for table, rows := range before {
		if len(rows) == 0 {
			t.Errorf("the fixture holds nothing in %s", table)
		}
		lost := 0
		for _, row := range rows {
			if strings.HasPrefix(row, "'goose_") || table == "meta" && !strings.Contains(row, "'secret'") {
				continue // the engine's own
			}
			if table == "device" && forgotten[row] {
				lost++
				continue
			}
			if repaired, ok := progressRepaired[row]; table == "quiz_progress" && ok {
				row = repaired
			}
			if !slices.Contains(after[table], row) {
				t.Errorf("%s: %s is gone; there is %q", table, row, after[table])
			}
		}
		if table != "meta" && len(after[table]) != len(rows)-lost {
			t.Errorf("%s: got %d rows after the upgrade, want %d", table, len(after[table]), len(rows)-lost)
		}
	}
	var problems int
	err := db.QueryRowContext(t.Context(), `SELECT count(*) FROM pragma_foreign_key_check`).Scan(&problems)
	if err != nil || problems != 0 {
		t.Errorf("%d rows refer to nothing (%v)", problems, err)
	}
	var verdict string
	if err := db.QueryRowContext(t.Context(), `PRAGMA integrity_check`).Scan(&verdict); err != nil || verdict != "ok" {
		t.Errorf("integrity: %q (%v)", verdict, err)
	}
}

// The program is killed at any moment of the upgrade; the next start finishes it, and everything is there.
func TestAKillDuringTheUpgradeLosesNothing(t *testing.T) {
	before, columns := contentsOf(t, opened(t, filepath.Join(fixture(t), "dossier.db")), nil)
	for i := range 40 {
		dir := fixture(t)
		ctx, cancel := context.WithTimeout(t.Context(), time.Duration(i)*3*time.Millisecond)
		_ = child(ctx, "open", dir, "").Run() // killed, or done before that
		cancel()
		s := openStore(t, dir)
		if got := s.Warnings(); len(got) != 0 {
			t.Errorf("after kill %d: warnings %q, want none", i, got)
		}
		closeStore(t, s)
		checkUpgraded(t, filepath.Join(dir, "dossier.db"), before, columns)
		if cut, err := filepath.Glob(filepath.Join(dir, "backups", ".*")); err != nil || len(cut) != 0 {
			t.Errorf("after kill %d: %v are left (%v)", i, cut, err)
		}
	}
}

// What a student or a teacher has given is neither changed nor deleted, by no statement.
func TestWhatWasGivenStays(t *testing.T) {
	s := openStore(t, fixture(t))
	refused := func(statement string) {
		t.Helper()
		err := s.Write(t.Context(), func(tx store.Tx) error {
			_, err := tx.ExecContext(t.Context(), statement)
			return err
		})
		if err == nil {
			t.Errorf("%s: it was let through", statement)
		}
	}
	for table, column := range map[string]string{
		"response": "score", "judgement": "level", "calibration": "level", "written_level": "level", "next_step": "text",
		"essay_text": "text", "essay_event": "at", "mark": "strength", "mark_level": "level",
	} {
		before := count(t, s, `SELECT count(*) FROM `+table)
		refused(fmt.Sprintf(`UPDATE %s SET %s = %[2]s`, table, column))
		refused(`DELETE FROM ` + table)
		columns := strings.Join(columnsOf(t, s.Reader())[table], ", ")
		refused(fmt.Sprintf(`REPLACE INTO %s (%s) SELECT %[2]s FROM %[1]s`, table, columns))
		if after := count(t, s, `SELECT count(*) FROM `+table); after != before {
			t.Errorf("%s: %d rows, want %d", table, after, before)
		}
	}
	refused(`DELETE FROM teacher WHERE id = 2`) // has marked
	refused(`DELETE FROM teacher WHERE id IN (SELECT teacher_id FROM written_level)`)
}

// The guards let go of everything that belongs to a person, an essay or a class that is removed.
func TestRemovingAPersonRemovesWhatTheyGave(t *testing.T) {
	for _, statement := range []string{`DELETE FROM class`, `DELETE FROM student`} {
		t.Run(statement, func(t *testing.T) {
			s := openStore(t, fixture(t))
			execute(t, s, `DELETE FROM student WHERE class_id IS NULL`, statement)
			for _, table := range []string{
				"student", "attempt", "response", "judgement", "calibration", "written_level", "next_step", "essay", "essay_text",
				"essay_event", "mark", "mark_level", "mark_note", "trust", "pick", "reason",
			} {
				if n := count(t, s, `SELECT count(*) FROM `+table); n != 0 {
					t.Errorf("%d rows are left in %s", n, table)
				}
			}
			execute(t, s, `DELETE FROM teacher WHERE id = 2`) // nothing hangs on them any more
		})
	}
	s := openStore(t, fixture(t))
	execute(t, s, `DELETE FROM essay WHERE id = 7`, `DELETE FROM attempt WHERE id = 1`)
	if n := count(t, s, `SELECT count(*) FROM mark WHERE essay_id = 7`); n != 0 {
		t.Errorf("%d marks of an essay that is gone", n)
	}
}
