package sqlite_test

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"dossier/internal/sqlite"
)

// indexed is a schema with an index that can be damaged.
var indexed = map[string]string{"00002_index.sql": "CREATE INDEX item_value ON item (value);"}

// backedUp makes a folder with a database of n rows "t/…", and a backup of it that lies elsewhere.
func backedUp(t *testing.T, n int) (dir, path string) {
	t.Helper()
	dir, path = t.TempDir(), filepath.Join(t.TempDir(), "copy.db")
	db := openWith(t, dir, today(indexed))
	for i := range n {
		if err := db.Write(t.Context(), put(fmt.Sprint("t/", i), strings.Repeat("x", 100))); err != nil {
			t.Fatal(err)
		}
	}
	if err := db.Backup(t.Context(), path); err != nil {
		t.Fatal(err)
	}
	closeStore(t, db)
	return dir, path
}

// everything in a folder and below it, by path; the lock file is left out.
func everything(t *testing.T, dir string) map[string]string {
	t.Helper()
	files := map[string]string{}
	err := filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || entry.Name() == "dossier.lock" {
			return err
		}
		data, err := os.ReadFile(path)
		files[strings.TrimPrefix(path, dir)] = string(data)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

func same(t *testing.T, what string, got, want map[string]string) {
	t.Helper()
	for name := range want {
		if got[name] != want[name] {
			t.Errorf("%s: %s is not as it was (%d bytes, %d before)", what, name, len(got[name]), len(want[name]))
		}
	}
	for name := range got {
		if _, ok := want[name]; !ok {
			t.Errorf("%s: %s is new", what, name)
		}
	}
}

func rowsIn(t *testing.T, dir string) int {
	t.Helper()
	db := openWith(t, dir, today(indexed))
	defer closeStore(t, db)
	if got := db.Warnings(); len(got) != 0 {
		t.Errorf("warnings: %q", got)
	}
	return keys(t, db, "t/")
}

func restore(t *testing.T, dir, path string) (sqlite.Restored, error) {
	t.Helper()
	return sqlite.Restore(t.Context(), dir, path, today(indexed), clock, nil)
}

func TestRestore(t *testing.T) {
	cases := map[string]struct {
		prepare func(t *testing.T, dir string)
		kept    bool // something was there, and lies in the folder of what was replaced
	}{
		"into a folder that is not there": {func(t *testing.T, dir string) {
			if err := os.RemoveAll(dir); err != nil {
				t.Fatal(err)
			}
		}, false},
		"into an empty folder": {func(*testing.T, string) {}, false},
		"over another database": {func(t *testing.T, dir string) {
			closeStore(t, openWith(t, dir, today(indexed)))
		}, true},
		"over one that was killed": {func(t *testing.T, dir string) { writeAndKill(t, dir, "1", 20) }, true},
		"over a log without its file": {func(t *testing.T, dir string) {
			writeAndKill(t, dir, "1", 20)
			if err := os.Remove(filepath.Join(dir, "dossier.db")); err != nil {
				t.Fatal(err)
			}
		}, true},
		"over damage": {func(t *testing.T, dir string) {
			writeFile(t, filepath.Join(dir, "dossier.db"), []byte(strings.Repeat("damage ", 1000)))
			writeFile(t, filepath.Join(dir, "dossier.db-wal"), []byte(strings.Repeat("x", 9000)))
			writeFile(t, filepath.Join(dir, "dossier.db-journal"), []byte("x"))
		}, true},
	}
	_, path := backedUp(t, 30)
	copied := contents(t, path)
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			dir := filepath.Join(t.TempDir(), "data [1]#%")
			if err := os.Mkdir(dir, 0o700); err != nil {
				t.Fatal(err)
			}
			c.prepare(t, dir)
			before := map[string]string{}
			if _, err := os.Stat(dir); err == nil {
				before = everything(t, dir)
			}
			done, err := restore(t, dir, path)
			if err != nil {
				t.Fatal(err)
			}
			if (done.Replaced != "") != c.kept {
				t.Errorf("replaced: %q", done.Replaced)
			}
			if c.kept {
				same(t, "what was replaced", everything(t, done.Replaced), before)
			}
			if got := rowsIn(t, dir); got != 30 {
				t.Errorf("%d rows, want 30", got)
			}
			if contents(t, path) != copied {
				t.Error("the backup was changed")
			}
			left, err := filepath.Glob(filepath.Join(filepath.Dir(dir), "*", "*restoring*"))
			if err != nil || len(left) != 0 {
				t.Errorf("left: %q, %v", left, err)
			}
		})
	}
}

// A restore that is refused leaves everything as it was.
func TestRestoreThatIsRefused(t *testing.T) {
	dir, path := backedUp(t, 200)
	folder := t.TempDir()
	file := func(name, text string) string {
		writeFile(t, filepath.Join(folder, name), []byte(text))
		return filepath.Join(folder, name)
	}
	good := string(readFile(t, path))
	newer := filepath.Join(t.TempDir(), "newer")
	closeStore(t, openWith(t, newer, today(map[string]string{"00099_later.sql": "SELECT 1;"})))
	stop := errors.New("not this one")
	for name, row := range map[string]struct {
		path string
		do   func(sqlite.Tx) error
		want error
	}{
		"no such file":    {filepath.Join(folder, "nowhere.db"), nil, fs.ErrNotExist},
		"an empty file":   {file("empty.db", ""), nil, sqlite.ErrDamaged},
		"a letter":        {file("letter.db", strings.Repeat("Dear parents, ", 500)), nil, sqlite.ErrDamaged},
		"cut off":         {file("cut.db", good[:len(good)/2]), nil, sqlite.ErrDamaged},
		"one page lost":   {file("page.db", good[:8192]+strings.Repeat("\xa5", 4096)+good[12288:]), nil, sqlite.ErrDamaged},
		"a newer one":     {filepath.Join(newer, "dossier.db"), nil, sqlite.ErrNewer},
		"itself":          {filepath.Join(dir, "dossier.db"), nil, sqlite.ErrItself},
		"not wanted then": {path, func(sqlite.Tx) error { return stop }, stop},
	} {
		t.Run(name, func(t *testing.T) {
			before := everything(t, dir)
			_, err := sqlite.Restore(t.Context(), dir, row.path, today(indexed), clock, row.do)
			if !errors.Is(err, row.want) {
				t.Errorf("got %v, want %v", err, row.want)
			}
			same(t, "the folder", everything(t, dir), before)
		})
	}
	t.Run("while a program runs", func(t *testing.T) {
		openWith(t, dir, today(indexed))
		if _, err := restore(t, dir, path); !errors.Is(err, sqlite.ErrInUse) {
			t.Errorf("got %v, want ErrInUse", err)
		}
	})
}

// Cut after any step, a restore can be run again, and a start finishes it or shows what was there before. Never does
// it begin with nothing.
func TestCutRestoresAreFinished(t *testing.T) {
	_, path := backedUp(t, 30)
	steps := []string{"examined", "copied", "moved dossier.db", "moved dossier.db-wal", "moved dossier.db-shm"}
	cut := errors.New("the power went")
	for i, step := range steps {
		for _, again := range []bool{true, false} {
			t.Run(fmt.Sprint(step, ", run again: ", again), func(t *testing.T) {
				dir := t.TempDir()
				writeAndKill(t, dir, "old", 20)
				before := everything(t, dir)
				seen := []string{}
				_, err := sqlite.RestoreCut(t.Context(), dir, path, today(indexed), clock, nil, func(now string) error {
					if seen = append(seen, now); now == step {
						return cut
					}
					return nil
				})
				if !errors.Is(err, cut) || !slices.Equal(seen, steps[:i+1]) {
					t.Fatalf("got %v after %q", err, seen)
				}
				if again {
					if _, err := restore(t, dir, path); err != nil {
						t.Fatal(err)
					}
				}
				db := openWith(t, dir, today(indexed))
				wantOld := step == "examined" && !again
				if got := keys(t, db, "t/old/"); (got > 0) != wantOld || !wantOld && keys(t, db, "t/") != 30 {
					t.Errorf("%d old rows of %d", got, keys(t, db, "t/"))
				}
				told := len(db.Warnings()) == 1 && strings.Contains(db.Warnings()[0], "has been finished")
				if told == (again || step == "examined") {
					t.Errorf("warnings: %q", db.Warnings())
				}
				if wantOld {
					return
				}
				kept := everything(t, dir)
				for name, data := range before {
					if kept["/replaced-2026-09-01T08-00-00Z"+name] != data {
						t.Errorf("%s was not kept", name)
					}
				}
			})
		}
	}
}

// A restore of what was replaced brings the state from before back, the log of a crash included.
func TestARestoreCanBeUndone(t *testing.T) {
	dir := t.TempDir()
	acknowledged := writeAndKill(t, dir, "old", 50)
	_, path := backedUp(t, 3)
	done, err := restore(t, dir, path)
	if err != nil {
		t.Fatal(err)
	}
	kept := everything(t, done.Replaced)
	again, err := restore(t, dir, filepath.Join(done.Replaced, "dossier.db"))
	if err != nil {
		t.Fatal(err)
	}
	if again.Replaced == done.Replaced {
		t.Error("both restores moved what they replaced into one folder")
	}
	same(t, "what was restored", everything(t, done.Replaced), kept)
	if lost := missing(t, openWith(t, dir, today(indexed)), acknowledged); len(lost) != 0 {
		t.Errorf("%d of %d rows are missing", len(lost), len(acknowledged))
	}
}

// Examining changes nothing, whatever state a database is in.
func TestExamine(t *testing.T) {
	for name, row := range map[string]struct {
		prepare func(t *testing.T, dir string)
		log     string
		want    error
	}{
		"closed": {func(t *testing.T, dir string) { closeStore(t, openWith(t, dir, today(indexed))) }, "", nil},
		"killed": {func(t *testing.T, dir string) { writeAndKill(t, dir, "1", 50) }, "", nil},
		"its log gone": {func(t *testing.T, dir string) {
			writeAndKill(t, dir, "1", 50)
			if err := os.Remove(filepath.Join(dir, "dossier.db-wal")); err != nil {
				t.Fatal(err)
			}
		}, "has gone since", nil},
		"the log of another": {func(t *testing.T, dir string) {
			other := t.TempDir()
			writeAndKill(t, other, "1", 50)
			closeStore(t, openWith(t, dir, today(indexed)))
			writeFile(t, filepath.Join(dir, "dossier.db-wal"), readFile(t, filepath.Join(other, "dossier.db-wal")))
		}, "", sqlite.ErrForeignLog},
		"a log alone": {func(t *testing.T, dir string) {
			writeFile(t, filepath.Join(dir, "dossier.db-wal"), []byte("x"))
		}, "", sqlite.ErrDamaged},
		"nothing": {func(*testing.T, string) {}, "", fs.ErrNotExist},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			row.prepare(t, dir)
			before := everything(t, dir)
			found, err := sqlite.Examine(t.Context(), filepath.Join(dir, "dossier.db"), today(indexed), clock, nil)
			if !errors.Is(err, row.want) || found.Log != row.log || found.Damage != "" || found.Live {
				t.Errorf("got %+v, %v", found, err)
			}
			same(t, "the folder", everything(t, dir), before)
		})
	}
}

func TestExamineBesideARunningProgram(t *testing.T) {
	dir := t.TempDir()
	db := openWith(t, dir, today(indexed))
	if err := db.Write(t.Context(), put("t/1", "x")); err != nil {
		t.Fatal(err)
	}
	rows := 0
	found, err := sqlite.Examine(t.Context(), db.Path(), today(indexed), clock, func(tx sqlite.Tx) error {
		return tx.QueryRowContext(t.Context(), `SELECT count(*) FROM item WHERE key LIKE 't/%'`).Scan(&rows)
	})
	if err != nil || !found.Live || rows != 1 || found.Version != 2 || found.Newest != 2 {
		t.Errorf("got %+v, %v, %d rows", found, err, rows)
	}
}

// harmIndex has an index miss rows of its table, as a page that was lost and written again from an old copy does.
func harmIndex(t *testing.T, path string) {
	t.Helper()
	var sqlText string
	var root int
	run := func(do func(db *sql.DB) error) {
		t.Helper()
		db, err := sql.Open("sqlite3", path)
		if err != nil {
			t.Fatal(err)
		}
		db.SetMaxOpenConns(1)
		if err := errors.Join(do(db), db.Close()); err != nil {
			t.Fatal(err)
		}
	}
	exec := func(db *sql.DB, statements ...string) (err error) {
		for _, statement := range statements {
			_, e := db.Exec(statement)
			err = errors.Join(err, e)
		}
		return err
	}
	run(func(db *sql.DB) error {
		err := db.QueryRow(`SELECT sql, rootpage FROM sqlite_schema WHERE name = 'item_value'`).Scan(&sqlText, &root)
		return errors.Join(err, exec(db, `PRAGMA writable_schema=ON`, `DELETE FROM sqlite_schema WHERE name = 'item_value'`))
	})
	run(func(db *sql.DB) error { return exec(db, `UPDATE item SET value = 'y' WHERE key = 't/1'`) })
	run(func(db *sql.DB) error {
		return exec(db, `PRAGMA writable_schema=ON`, fmt.Sprintf(`
			INSERT INTO sqlite_schema (type, name, tbl_name, rootpage, sql)
			VALUES ('index', 'item_value', 'item', %d, '%s')`, root, sqlText))
	})
}

// A start does not compare indexes with their tables. The daily backup does: it tells, and its copy is whole.
func TestIndexDamageIsToldAndTheBackupIsWhole(t *testing.T) {
	dir, _ := backedUp(t, 10)
	path := filepath.Join(dir, "dossier.db")
	harmIndex(t, path)
	found, err := sqlite.Examine(t.Context(), path, today(indexed), clock, nil)
	if err != nil || found.Damage == "" {
		t.Fatalf("examined: got %+v, %v, want damage of an index", found, err)
	}
	db := openWith(t, dir, today(indexed))
	a, err := db.BackUp(t.Context(), sqlite.Daily)
	if err != nil || a.Damage == "" || a.Name == "" || a.Err() != nil {
		t.Fatalf("got %+v, %v, want a backup and the damage", a, err)
	}
	last, ok, err := db.LastAttempt(t.Context())
	if err != nil || !ok || last != a {
		t.Errorf("remembered: %+v, %v, %v, want %+v", last, ok, err, a)
	}
	closeStore(t, db)
	done, err := restore(t, dir, filepath.Join(dir, "backups", a.Name))
	if err != nil || done.Damage != "" {
		t.Fatalf("restored: %+v, %v", done, err)
	}
	if found, err := sqlite.Examine(t.Context(), path, today(indexed), clock, nil); err != nil || found.Damage != "" {
		t.Errorf("after the restore: %+v, %v", found, err)
	}
	if got := rowsIn(t, dir); got != 10 {
		t.Errorf("%d rows, want 10", got)
	}
}

// A database whose tables are damaged while it runs is not backed up, so that good backups are not thinned for it.
func TestADamagedDatabaseIsNotBackedUp(t *testing.T) {
	dir, _ := backedUp(t, 300)
	path := filepath.Join(dir, "dossier.db")
	db := openWith(t, dir, today(indexed))
	file, err := os.OpenFile(path, os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := file.WriteAt([]byte(strings.Repeat("\xa5", 3*4096)), 8*4096); err != nil {
		t.Fatal(err)
	}
	defer file.Close() // not before the database is closed
	a, err := db.BackUp(t.Context(), sqlite.Daily)
	if !errors.Is(err, sqlite.ErrDamaged) || a.Name != "" || a.Err() != sqlite.ErrDamaged {
		t.Errorf("got %+v, %v, want ErrDamaged", a, err)
	}
	if got := backups(t, dir); len(got) != 0 {
		t.Errorf("backups: %q", got)
	}
	if last, ok, err := db.LastAttempt(t.Context()); err != nil || !ok || last.Err() != sqlite.ErrDamaged {
		t.Errorf("remembered: %+v, %v, %v", last, ok, err)
	}
}

// A year of starts and days: a backup when one is due, never two of one day, and old ones thinned.
func TestDailyBackups(t *testing.T) {
	dir := t.TempDir()
	now := clock()
	start := func() *sqlite.DB {
		db, err := sqlite.Open(t.Context(), dir, today(indexed), func() time.Time { return now })
		if err != nil {
			t.Fatal(err)
		}
		return db
	}
	made := 0
	for range 40 {
		db := start()
		for range 3 { // three looks a day, eight hours apart
			_, due, err := db.BackUpWhenDue(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			if due {
				made++
			}
			now = now.Add(8 * time.Hour)
		}
		closeStore(t, db)
	}
	db := start()
	defer closeStore(t, db)
	all, err := db.Backups()
	if err != nil {
		t.Fatal(err)
	}
	if made != 40 || len(all) != 14+3 {
		t.Errorf("made %d, %d are left; want 40, and 14 days with 3 weeks before", made, len(all))
	}
	days := map[string]bool{}
	for _, c := range all {
		days[c.At.Format(time.DateOnly)] = true
	}
	if len(days) != len(all) {
		t.Errorf("two of one day: %v", all)
	}
}

// One backup is made at a time, and none once the database is closed.
func TestBackupsOneAtATime(t *testing.T) {
	dir := t.TempDir()
	db := openWith(t, dir, today(indexed))
	made := make(chan bool)
	for range 8 {
		go func() {
			_, due, err := db.BackUpWhenDue(context.Background())
			if err != nil {
				t.Error(err)
			}
			made <- due
		}()
	}
	n := 0
	for range 8 {
		if <-made {
			n++
		}
	}
	if n != 1 || len(backups(t, dir)) != 1 {
		t.Errorf("%d backups were made: %q", n, backups(t, dir))
	}
	closeStore(t, db)
	if _, err := db.BackUp(t.Context(), sqlite.ByHand); !errors.Is(err, sqlite.ErrClosed) {
		t.Errorf("once closed: %v, want ErrClosed", err)
	}
}

// The database is backed up beside a program that has it open, after it was closed, and after it was killed, and the
// folder stays as it was.
func TestBackupOf(t *testing.T) {
	for name, prepare := range map[string]func(t *testing.T, dir string) int{
		"closed": func(t *testing.T, dir string) int {
			db := openWith(t, dir, today(nil))
			if err := db.Write(t.Context(), put("t/1", "x")); err != nil {
				t.Fatal(err)
			}
			closeStore(t, db)
			return 1
		},
		"running": func(t *testing.T, dir string) int {
			if err := openWith(t, dir, today(nil)).Write(t.Context(), put("t/1", "x")); err != nil {
				t.Fatal(err)
			}
			return 1
		},
		"killed": func(t *testing.T, dir string) int { return len(writeAndKill(t, dir, "1", 50)) },
	} {
		t.Run(name, func(t *testing.T) {
			dir, into := t.TempDir(), filepath.Join(t.TempDir(), "new", "copy.db")
			atLeast := prepare(t, dir)
			before := everything(t, dir)
			made, damage, wrong, err := sqlite.BackupOf(t.Context(), dir, into, clock)
			if err != nil || damage+wrong != "" || made.Path != into || made.Size == 0 {
				t.Fatalf("got %+v, %q, %q, %v", made, damage, wrong, err)
			}
			if name != "running" { // there, the index of the log notes who reads
				same(t, "the folder", everything(t, dir), before)
			}
			restored := t.TempDir()
			if _, err := restore(t, restored, into); err != nil {
				t.Fatal(err)
			}
			if got := rowsIn(t, restored); got < atLeast {
				t.Errorf("%d rows, want %d", got, atLeast)
			}
		})
	}
	dir, path := backedUp(t, 1)
	letter := filepath.Join(t.TempDir(), "letter.txt")
	writeFile(t, letter, []byte("Dear parents"))
	for _, target := range []string{letter, filepath.Join(dir, "dossier.db"), filepath.Join(dir, "dossier.db-wal")} {
		if _, _, _, err := sqlite.BackupOf(t.Context(), dir, target, clock); !errors.Is(err, sqlite.ErrNoBackup) {
			t.Errorf("over %s: got %v, want ErrNoBackup", target, err)
		}
	}
	if _, _, _, err := sqlite.BackupOf(t.Context(), dir, path, clock); err != nil {
		t.Errorf("over an older backup: %v", err)
	}
}
