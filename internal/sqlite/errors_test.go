package sqlite_test

import (
	"errors"
	"fmt"
	"io"
	"os"
	"syscall"
	"testing"

	"github.com/mattn/go-sqlite3"

	"dossier/internal/sqlite"
)

func TestClassify(t *testing.T) {
	sentinels := []error{
		sqlite.ErrNoSpace, sqlite.ErrReadOnly, sqlite.ErrDamaged, sqlite.ErrInUse, sqlite.ErrNewer, sqlite.ErrIO,
		sqlite.ErrHeld,
	}
	cases := []struct {
		name string
		err  error
		want error // nil: unchanged
	}{
		{"full", sqlite3.Error{Code: sqlite3.ErrFull}, sqlite.ErrNoSpace},
		{"I/O, no space", sqlite3.Error{Code: sqlite3.ErrIoErr, SystemErrno: syscall.ENOSPC}, sqlite.ErrNoSpace},
		{"I/O, quota", sqlite3.Error{Code: sqlite3.ErrIoErr, SystemErrno: syscall.EDQUOT}, sqlite.ErrNoSpace},
		{"I/O, read-only", sqlite3.Error{Code: sqlite3.ErrIoErr, SystemErrno: syscall.EROFS}, sqlite.ErrReadOnly},
		{"I/O, other", sqlite3.Error{Code: sqlite3.ErrIoErr, SystemErrno: syscall.EIO}, sqlite.ErrIO},
		{"I/O, unknown", sqlite3.Error{Code: sqlite3.ErrIoErr}, sqlite.ErrIO},
		{"file system, I/O", &os.PathError{Op: "read", Path: "x", Err: syscall.EIO}, sqlite.ErrIO},
		{"read-only", sqlite3.Error{Code: sqlite3.ErrReadonly, ExtendedCode: sqlite3.ErrReadonlyDbMoved}, sqlite.ErrReadOnly},
		{"cannot open", sqlite3.Error{Code: sqlite3.ErrCantOpen}, sqlite.ErrReadOnly},
		{"cannot open, EACCES", sqlite3.Error{Code: sqlite3.ErrCantOpen, SystemErrno: syscall.EACCES}, sqlite.ErrReadOnly},
		{"cannot open, the log cannot be made", sqlite3.Error{Code: sqlite3.ErrCantOpen, SystemErrno: syscall.ENOENT},
			sqlite.ErrReadOnly},
		{"cannot open, too many files", sqlite3.Error{Code: sqlite3.ErrCantOpen, SystemErrno: syscall.EMFILE}, nil},
		{"corrupt", sqlite3.Error{Code: sqlite3.ErrCorrupt}, sqlite.ErrDamaged},
		{"not a database", sqlite3.Error{Code: sqlite3.ErrNotADB}, sqlite.ErrDamaged},
		{"constraint", sqlite3.Error{Code: sqlite3.ErrConstraint, ExtendedCode: sqlite3.ErrConstraintUnique}, nil},
		{"busy", sqlite3.Error{Code: sqlite3.ErrBusy}, sqlite.ErrHeld},
		{"wrapped", fmt.Errorf("insert: %w", sqlite3.Error{Code: sqlite3.ErrFull}), sqlite.ErrNoSpace},
		{"file system, permission", &os.PathError{Op: "open", Path: "x", Err: syscall.EACCES}, sqlite.ErrReadOnly},
		{"file system, read-only", &os.PathError{Op: "open", Path: "x", Err: syscall.EROFS}, sqlite.ErrReadOnly},
		{"file system, full", &os.PathError{Op: "write", Path: "x", Err: syscall.ENOSPC}, sqlite.ErrNoSpace},
		{"other", io.ErrUnexpectedEOF, nil},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			got := sqlite.Classify(c.err)
			if !errors.Is(got, c.err) {
				t.Errorf("%v lost the cause %v", got, c.err)
			}
			for _, sentinel := range sentinels {
				if is, want := errors.Is(got, sentinel), sentinel == c.want; is != want {
					t.Errorf("is %q: got %v, want %v", sentinel, is, want)
				}
			}
			if again := sqlite.Classify(got); again.Error() != got.Error() {
				t.Errorf("classified twice: got %q, want %q", again, got)
			}
		})
	}
	if got := sqlite.Classify(nil); got != nil {
		t.Errorf("nil: got %v", got)
	}
}

func TestIsUnique(t *testing.T) {
	s := openStore(t, t.TempDir())
	err := s.Write(t.Context(), func(tx sqlite.Tx) error {
		for _, statement := range []string{
			`CREATE TABLE t (id INTEGER PRIMARY KEY, name TEXT UNIQUE, score INTEGER CHECK (score > 0)) STRICT`,
			`INSERT INTO t VALUES (1, 'a', 1)`,
		} {
			if _, err := tx.ExecContext(t.Context(), statement); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for statement, want := range map[string]bool{
		`INSERT INTO t VALUES (1, 'b', 1)`:   true,
		`INSERT INTO t VALUES (2, 'a', 1)`:   true,
		`INSERT INTO t VALUES (2, 'b', 0)`:   false,
		`INSERT INTO t VALUES (2, 'b', 'x')`: false,
	} {
		err := s.Write(t.Context(), func(tx sqlite.Tx) error {
			_, err := tx.ExecContext(t.Context(), statement)
			return err
		})
		if err == nil {
			t.Errorf("%s: no error", statement)
		}
		if got := sqlite.IsUnique(err); got != want {
			t.Errorf("%s: got %v (%v), want %v", statement, got, err, want)
		}
	}
}
