package sqlite_test

import (
	"errors"
	"net"
	"os"
	"path/filepath"
	"testing"

	"dossier/internal/sqlite"
)

func link(t *testing.T, to, name string) string {
	t.Helper()
	if err := os.Symlink(to, name); err != nil {
		t.Fatal(err)
	}
	return name
}

// A database that is a link has its log elsewhere, where a loss of it would not be noticed.
func TestLinks(t *testing.T) {
	there := t.TempDir()
	closeStore(t, openStore(t, there))
	dir := t.TempDir()
	toNothing := link(t, filepath.Join(dir, "nowhere"), filepath.Join(dir, "to-nothing"))
	toItself := link(t, filepath.Join(dir, "to-itself"), filepath.Join(dir, "to-itself"))
	toFolder := link(t, there, filepath.Join(dir, "to-folder"))
	ofFile := func(to string) string {
		folder := t.TempDir()
		link(t, to, filepath.Join(folder, sqlite.FileName))
		return folder
	}
	for _, row := range []struct {
		name, dir string
		want      error
	}{
		{"folder", toFolder, nil},
		{"folder that is not there", toNothing, sqlite.ErrLink},
		{"folder that is itself", toItself, sqlite.ErrLink},
		{"file", ofFile(filepath.Join(there, sqlite.FileName)), sqlite.ErrLink},
		{"file that is not there", ofFile(filepath.Join(dir, "nowhere.db")), sqlite.ErrLink},
	} {
		t.Run(row.name, func(t *testing.T) {
			db, err := open(t.Context(), row.dir, today(nil))
			if !errors.Is(err, row.want) || err == nil != (row.want == nil) {
				t.Errorf("open: got %v, want %v", err, row.want)
			}
			if db != nil {
				closeStore(t, db)
			}
			_, err = sqlite.LookOver(t.Context(), row.dir, today(nil), func(sqlite.Tx) error { return nil })
			if !errors.Is(err, row.want) {
				t.Errorf("look: got %v, want %v", err, row.want)
			}
		})
	}
}

// Through a link to a database that a crash left, what waits in its log is seen too.
func TestABackupThroughALinkIsWhole(t *testing.T) {
	_, path := crashed(t, 20)
	dir := t.TempDir()
	link(t, path, filepath.Join(dir, sqlite.FileName))
	target := filepath.Join(t.TempDir(), sqlite.FileName)
	_, _, wrong, err := sqlite.BackupOf(t.Context(), dir, target, clock)
	if err != nil || wrong != "" {
		t.Fatalf("got %q, %v, want a backup", wrong, err)
	}
	if got := rowsIn(t, filepath.Dir(target)); got != 20 {
		t.Errorf("%d rows, want 20", got)
	}
}

// What is no file, and what the data folder needs, is never replaced by a backup.
func TestABackupReplacesNothingElse(t *testing.T) {
	dir := t.TempDir()
	closeStore(t, openStore(t, dir))
	socket := filepath.Join(t.TempDir(), "s")
	listener, err := net.Listen("unix", socket) // stands for /dev/null
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	for _, target := range []string{socket, filepath.Join(dir, "dossier.lock"), filepath.Join(dir, "dossier.db-journal")} {
		if _, _, _, err := sqlite.BackupOf(t.Context(), dir, target, clock); !errors.Is(err, sqlite.ErrNoBackup) {
			t.Errorf("%s: got %v, want ErrNoBackup", target, err)
		}
	}
}
