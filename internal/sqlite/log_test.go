package sqlite_test

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"dossier/internal/sqlite"
)

// crashed leaves a folder as a killed process does, with n rows that are in the log alone.
func crashed(t *testing.T, n int) (dir, path string) {
	t.Helper()
	dir = t.TempDir()
	closeStore(t, openStore(t, dir))
	workAndKill(t, "write a few", dir, strconv.Itoa(n), n)
	return dir, filepath.Join(dir, "dossier.db")
}

func readFile(t *testing.T, path string) []byte {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// frames finds where each frame of the log begins, and which of them end a transaction.
func frames(log []byte) (starts []int, commits []int) {
	size := int(binary.BigEndian.Uint32(log[8:]))
	for at := 32; at+24+size <= len(log) && bytes.Equal(log[at+8:at+16], log[16:24]); at += 24 + size {
		if binary.BigEndian.Uint32(log[at+4:]) != 0 {
			commits = append(commits, len(starts))
		}
		starts = append(starts, at)
	}
	return starts, commits
}

// lastCommit is where the last frame of the last transaction begins.
func lastCommit(log []byte) int {
	starts, commits := frames(log)
	return starts[commits[len(commits)-1]]
}

func TestALogThatIsNotWholeIsNoticed(t *testing.T) {
	flip := func(at func(log []byte) int) func(t *testing.T, path string) {
		return func(t *testing.T, path string) {
			log := readFile(t, path)
			log[at(log)] ^= 0x10
			writeFile(t, path, log)
		}
	}
	cut := func(size int) func(t *testing.T, path string) {
		return func(t *testing.T, path string) { writeFile(t, path, readFile(t, path)[:size]) }
	}
	frame := func(share float64, offset int) func(log []byte) int {
		return func(log []byte) int {
			starts, _ := frames(log)
			return starts[int(share*float64(len(starts)-1))] + offset
		}
	}
	cases := map[string]struct {
		harm func(t *testing.T, path string)
		says string
		kept bool // a copy of the damaged log
	}{
		"removed": {func(t *testing.T, path string) {
			if err := os.Remove(path); err != nil {
				t.Fatal(err)
			}
		}, "has gone", false},
		"emptied":                {cut(0), "is empty", false},
		"cut in the header":      {cut(31), "is empty", false},
		"cut after the header":   {cut(32), "is empty", false},
		"cut in its first frame": {cut(2000), "is empty", false},
		"cut later":              {cut(100_000), "is damaged", true},
		"cut before its last frame": {func(t *testing.T, path string) {
			log := readFile(t, path)
			writeFile(t, path, log[:lastCommit(log)])
		}, "is damaged", true},
		"last commit, checksum": {func(t *testing.T, path string) {
			log := readFile(t, path)
			log[lastCommit(log)+20] ^= 0x10
			writeFile(t, path, log)
		}, "is damaged", true},
		"overwritten": {func(t *testing.T, path string) {
			writeFile(t, path, bytes.Repeat([]byte{0xA5}, len(readFile(t, path))))
		}, "is damaged", true},
		"magic":                     {flip(func([]byte) int { return 1 }), "is damaged", true},
		"version":                   {flip(func([]byte) int { return 5 }), "is damaged", true},
		"page size":                 {flip(func([]byte) int { return 10 }), "is damaged", true},
		"sequence":                  {flip(func([]byte) int { return 14 }), "is damaged", true},
		"salt":                      {flip(func([]byte) int { return 17 }), "is damaged", true},
		"checksum of the header":    {flip(func([]byte) int { return 30 }), "is damaged", true},
		"first frame, page number":  {flip(frame(0, 2)), "is damaged", true},
		"first frame, commit":       {flip(frame(0, 6)), "is damaged", true},
		"first frame, salt":         {flip(frame(0, 12)), "is damaged", true},
		"first frame, checksum":     {flip(frame(0, 20)), "is damaged", true},
		"a frame in the middle":     {flip(frame(0.5, 24+1000)), "is damaged", true},
		"a salt in the middle":      {flip(frame(0.5, 9)), "is damaged", true},
		"a frame towards the end":   {flip(frame(0.8, 24+4000)), "is damaged", true},
		"a checksum near the start": {flip(frame(0.1, 17)), "is damaged", true},
	}
	_, sourcePath := crashed(t, 100)
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			path := filepath.Join(dir, "dossier.db")
			writeFile(t, path, readFile(t, sourcePath))
			for _, suffix := range []string{"-wal", "-shm"} {
				writeFile(t, path+suffix, readFile(t, sourcePath+suffix))
			}
			c.harm(t, path+"-wal")
			harmed := contents(t, path+"-wal")
			db := openStore(t, dir)
			got := db.Warnings()
			if len(got) != 1 || !strings.Contains(got[0], "dossier.db-wal") || !strings.Contains(got[0], c.says) {
				t.Errorf("warnings: got %q, want one that says that it %s", got, c.says)
			}
			copies, err := filepath.Glob(path + "-wal-damaged-*")
			if err != nil || (len(copies) == 1) != c.kept {
				t.Fatalf("copies of the log: %v (%v), want one: %v", copies, err, c.kept)
			}
			if c.kept && contents(t, copies[0]) != harmed {
				t.Error("the copy is not what was there")
			}
			if err := db.Write(t.Context(), put("t/after", "x")); err != nil {
				t.Error(err)
			}
			closeStore(t, db)
			if got := openStore(t, dir).Warnings(); len(got) != 0 {
				t.Errorf("warnings after a proper close: %q, want none", got)
			}
		})
	}
}

// A transaction that the power cut short was acknowledged to nobody, whichever of its pages reached the disk.
func TestATornLastTransactionIsNoLoss(t *testing.T) {
	source, sourcePath := crashed(t, 100)
	log := readFile(t, filepath.Join(source, "dossier.db-wal"))
	starts, commits := frames(log)
	last := commits[len(commits)-1]
	before := commits[len(commits)-2]
	cases := map[string]func(log []byte) []byte{
		"as it is":              func(log []byte) []byte { return log },
		"cut before its end":    func(log []byte) []byte { return log[:starts[last]+100] },
		"its first page broken": func(log []byte) []byte { log[starts[before+1]+24+9] ^= 1; return log },
		"its last page broken":  func(log []byte) []byte { log[starts[last]+24+9] ^= 1; return log },
		"its end zeroed": func(log []byte) []byte {
			clear(log[starts[last]+24:])
			return log
		},
	}
	for name, harm := range cases {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			path := filepath.Join(dir, "dossier.db")
			writeFile(t, path, readFile(t, sourcePath))
			writeFile(t, path+"-wal", harm(bytes.Clone(log)))
			if got := openStore(t, dir).Warnings(); len(got) != 0 {
				t.Errorf("warnings: %q, want none", got)
			}
		})
	}
}

func TestALogOfAnotherDatabaseIsRefused(t *testing.T) {
	other, _ := crashed(t, 50)
	foreign := readFile(t, filepath.Join(other, "dossier.db-wal"))
	cases := map[string]struct {
		prepare func(t *testing.T, dir string)
		told    int // warnings once the log was moved away
	}{
		"beside a database that was closed": {func(t *testing.T, dir string) {
			closeStore(t, openStore(t, dir))
			writeFile(t, filepath.Join(dir, "dossier.db-wal"), foreign)
		}, 0},
		"beside one that was killed": {func(t *testing.T, dir string) {
			writeAndKill(t, dir, "1", 50)
			writeFile(t, filepath.Join(dir, "dossier.db-wal"), foreign)
		}, 1},
		"beside one that was killed in its second run": {func(t *testing.T, dir string) {
			writeAndKill(t, dir, "1", 50)
			writeAndKill(t, dir, "2", 50)
			writeFile(t, filepath.Join(dir, "dossier.db-wal"), foreign)
		}, 1},
		"an old log of its own": {func(t *testing.T, dir string) {
			writeAndKill(t, dir, "1", 50)
			old := readFile(t, filepath.Join(dir, "dossier.db-wal"))
			closeStore(t, openStore(t, dir))
			writeAndKill(t, dir, "2", 50)
			writeFile(t, filepath.Join(dir, "dossier.db-wal"), old)
		}, 1},
		"after a backup was put back": {func(t *testing.T, dir string) {
			db := openStore(t, dir)
			copied := filepath.Join(t.TempDir(), "copy.db")
			if err := db.Backup(t.Context(), copied); err != nil {
				t.Fatal(err)
			}
			closeStore(t, db)
			writeAndKill(t, dir, "1", 50)
			writeFile(t, filepath.Join(dir, "dossier.db"), readFile(t, copied))
		}, 0},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			c.prepare(t, dir)
			path := filepath.Join(dir, "dossier.db")
			before := contents(t, path, path+"-wal")
			for range 2 {
				_, err := open(t.Context(), dir, today(nil))
				if !errors.Is(err, sqlite.ErrForeignLog) || !errors.Is(err, sqlite.ErrDamaged) {
					t.Errorf("got %v, want ErrForeignLog", err)
				}
			}
			if contents(t, path, path+"-wal") != before {
				t.Error("a refused database was changed")
			}
			for _, suffix := range []string{"-wal", "-shm"} {
				if err := os.RemoveAll(path + suffix); err != nil {
					t.Fatal(err)
				}
			}
			if got := openStore(t, dir).Warnings(); len(got) != c.told {
				t.Errorf("warnings once the log was moved away: %q, want %d", got, c.told)
			}
		})
	}
}

// The log is folded in and emptied when nobody writes, and neither what a crash leaves then nor the next write is taken
// for a loss.
func TestAtRestTheFileIsComplete(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "dossier.db")
	db, err := open(t.Context(), dir, today(nil), sqlite.RestAfter(time.Millisecond))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	for i := range 3 {
		if err := db.Write(t.Context(), put(fmt.Sprint("t/", i), strings.Repeat("x", 50_000))); err != nil {
			t.Fatal(err)
		}
		waitFor(t, "an empty log", func() bool { return len(readFile(t, path+"-wal")) == 0 })
		for name, withLog := range map[string]bool{"the file alone": false, "the file and its log": true} {
			taken := t.TempDir()
			writeFile(t, filepath.Join(taken, "dossier.db"), readFile(t, path))
			if withLog {
				writeFile(t, filepath.Join(taken, "dossier.db-wal"), nil)
			}
			copied := openStore(t, taken)
			if got := copied.Warnings(); len(got) != 0 {
				t.Errorf("%s: warnings %q, want none", name, got)
			}
			if got := keys(t, copied, "t/"); got != i+1 {
				t.Errorf("%s: %d rows, want %d", name, got, i+1)
			}
		}
	}
}

// Somebody who reads keeps the log from being folded in; nothing else is held up, at the start as little as later.
func TestAReaderWhoStaysIsAWarning(t *testing.T) {
	dir := t.TempDir()
	db := openStore(t, dir)
	if err := db.Write(t.Context(), put("t/1", "x")); err != nil {
		t.Fatal(err)
	}
	closeStore(t, db)
	writeAndKill(t, dir, "1", 5)
	browser := reading(t, filepath.Join(dir, "dossier.db"))
	db, err := open(t.Context(), dir, today(nil), sqlite.RestAfter(time.Millisecond))
	if err != nil {
		t.Fatal(err)
	}
	if got := db.Warnings(); len(got) != 1 || !strings.Contains(got[0], "Another program") {
		t.Errorf("warnings: got %q, want one about another program", got)
	}
	for i := range 100 {
		if err := db.Write(t.Context(), put(fmt.Sprint("t/later/", i), "x")); err != nil {
			t.Fatal(err)
		}
	}
	browser()
	waitFor(t, "an empty log", func() bool { return len(readFile(t, db.Path()+"-wal")) == 0 })
	closeStore(t, db)
	if got := keys(t, openStore(t, dir), "t/later/"); got != 100 {
		t.Errorf("rows: got %d, want 100", got)
	}
}

// reading opens a read transaction on a database and returns how to end it.
func reading(t *testing.T, path string) (end func()) {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
	cmd := child(ctx, "read", filepath.Dir(path), "")
	in, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	if n, err := out.Read(make([]byte, 100)); n == 0 {
		t.Fatalf("the reader failed: %v", err)
	}
	return func() {
		in.Close()
		cmd.Wait()
		cancel()
	}
}

func waitFor(t *testing.T, what string, is func() bool) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
	defer cancel()
	for tick := time.NewTicker(time.Millisecond); !is(); {
		select {
		case <-tick.C:
		case <-ctx.Done():
			t.Fatalf("%s never came", what)
		}
	}
}

// A migration whose log was never folded in left it beside a file that says "closed". It is the file's own all the
// same.
func TestTheLogOfAMigrationIsItsOwn(t *testing.T) {
	dir := t.TempDir()
	before := map[string]string{"90001_families.sql": families}
	closeStore(t, openWith(t, dir, today(before)))
	path := filepath.Join(dir, "dossier.db")
	browser := reading(t, path) // keeps the log from being folded in
	after := today(map[string]string{"90001_families.sql": families, "90002_rebuild.sql": rebuild})
	openWith(t, dir, after)
	taken := t.TempDir()
	writeFile(t, filepath.Join(taken, "dossier.db"), readFile(t, path))
	writeFile(t, filepath.Join(taken, "dossier.db-wal"), readFile(t, path+"-wal"))
	browser()
	if got := openWith(t, taken, after).Warnings(); len(got) != 0 {
		t.Errorf("warnings: %q, want none", got)
	}
}
