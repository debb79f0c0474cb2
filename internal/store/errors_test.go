package store_test

import (
	"errors"
	"fmt"
	"io"
	"os"
	"syscall"
	"testing"

	"github.com/mattn/go-sqlite3"

	"dossier/internal/store"
)

func TestClassify(t *testing.T) {
	sentinels := []error{store.ErrNoSpace, store.ErrReadOnly, store.ErrDamaged, store.ErrInUse, store.ErrNewer, store.ErrConflict, store.ErrNotFound}
	cases := []struct {
		name string
		err  error
		want error // nil: unchanged
	}{
		{"full", sqlite3.Error{Code: sqlite3.ErrFull}, store.ErrNoSpace},
		{"I/O, no space", sqlite3.Error{Code: sqlite3.ErrIoErr, SystemErrno: syscall.ENOSPC}, store.ErrNoSpace},
		{"I/O, quota", sqlite3.Error{Code: sqlite3.ErrIoErr, SystemErrno: syscall.EDQUOT}, store.ErrNoSpace},
		{"I/O, read-only", sqlite3.Error{Code: sqlite3.ErrIoErr, SystemErrno: syscall.EROFS}, store.ErrReadOnly},
		{"I/O, other", sqlite3.Error{Code: sqlite3.ErrIoErr, SystemErrno: syscall.EIO}, nil},
		{"read-only", sqlite3.Error{Code: sqlite3.ErrReadonly, ExtendedCode: sqlite3.ErrReadonlyDbMoved}, store.ErrReadOnly},
		{"cannot open", sqlite3.Error{Code: sqlite3.ErrCantOpen}, store.ErrReadOnly},
		{"cannot open, permission", sqlite3.Error{Code: sqlite3.ErrCantOpen, SystemErrno: syscall.EACCES}, store.ErrReadOnly},
		{"cannot open, too many files", sqlite3.Error{Code: sqlite3.ErrCantOpen, SystemErrno: syscall.EMFILE}, nil},
		{"corrupt", sqlite3.Error{Code: sqlite3.ErrCorrupt}, store.ErrDamaged},
		{"not a database", sqlite3.Error{Code: sqlite3.ErrNotADB}, store.ErrDamaged},
		{"constraint", sqlite3.Error{Code: sqlite3.ErrConstraint, ExtendedCode: sqlite3.ErrConstraintUnique}, nil},
		{"busy", sqlite3.Error{Code: sqlite3.ErrBusy}, nil},
		{"wrapped", fmt.Errorf("insert: %w", sqlite3.Error{Code: sqlite3.ErrFull}), store.ErrNoSpace},
		{"file system, permission", &os.PathError{Op: "open", Path: "x", Err: syscall.EACCES}, store.ErrReadOnly},
		{"file system, read-only", &os.PathError{Op: "open", Path: "x", Err: syscall.EROFS}, store.ErrReadOnly},
		{"file system, full", &os.PathError{Op: "write", Path: "x", Err: syscall.ENOSPC}, store.ErrNoSpace},
		{"other", io.ErrUnexpectedEOF, nil},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			got := store.Classify(c.err)
			if !errors.Is(got, c.err) {
				t.Errorf("%v lost the cause %v", got, c.err)
			}
			for _, sentinel := range sentinels {
				if is, want := errors.Is(got, sentinel), sentinel == c.want; is != want {
					t.Errorf("is %q: got %v, want %v", sentinel, is, want)
				}
			}
			if again := store.Classify(got); again.Error() != got.Error() {
				t.Errorf("classified twice: got %q, want %q", again, got)
			}
		})
	}
	if got := store.Classify(nil); got != nil {
		t.Errorf("nil: got %v", got)
	}
}

func TestIsUnique(t *testing.T) {
	s := openStore(t, t.TempDir())
	err := s.Write(t.Context(), func(tx store.Tx) error {
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
		err := s.Write(t.Context(), func(tx store.Tx) error {
			_, err := tx.ExecContext(t.Context(), statement)
			return err
		})
		if err == nil {
			t.Errorf("%s: no error", statement)
		}
		if got := store.IsUnique(err); got != want {
			t.Errorf("%s: got %v (%v), want %v", statement, got, err, want)
		}
	}
}
