package sqlite

import (
	"errors"
	"fmt"
	"io/fs"
	"syscall"

	"github.com/mattn/go-sqlite3"
)

// What a caller can tell apart with errors.Is.
var (
	// ErrDamaged: the file is not a database of this program, SQLite's check found damage in it, or the log beside it
	// belongs to another database.
	ErrDamaged = errors.New("the database is damaged")
	// ErrInUse: another process works on the same data folder.
	ErrInUse = errors.New("the data folder is in use by another process")
	// ErrReadOnly: the data folder or the database cannot be written.
	ErrReadOnly = errors.New("the data folder is not writable")
	// ErrNewer: the database was made by a newer version of the program.
	ErrNewer = errors.New("the database is from a newer version of the program")
	// ErrNoSpace: the disk is full. What was being written is not stored; reading goes on.
	ErrNoSpace = errors.New("the disk is full")
	// ErrIO: the disk reports errors of its own. What was being written is not stored.
	ErrIO = errors.New("the disk reports errors")
	// ErrMoved: the database is not where it was opened, because somebody moved or deleted it. What was being written is
	// not stored.
	ErrMoved = errors.New("the database was moved or deleted")
	// ErrHeld: another program has the database open and kept a lock on it for longer than five seconds.
	ErrHeld = errors.New("another program holds the database")
	// ErrClosed: the database was closed before the write was queued.
	ErrClosed = errors.New("the database is closed")
)

// Classify adds the sentinel that an error of SQLite or of the file system stands for. Other errors pass unchanged.
// Result codes: https://sqlite.org/rescode.html.
func Classify(err error) error {
	if err == nil {
		return nil
	}
	sentinel := sentinelOf(err)
	if sentinel == nil || errors.Is(err, sentinel) {
		return err
	}
	return fmt.Errorf("%w: %w", sentinel, err)
}

func sentinelOf(err error) error {
	var e sqlite3.Error // the driver returns a value, not a pointer
	if errors.As(err, &e) {
		return sentinelOfSQLite(e)
	}
	var errno syscall.Errno
	if errors.As(err, &errno) {
		return sentinelOfErrno(errno)
	}
	if errors.Is(err, fs.ErrPermission) {
		return ErrReadOnly
	}
	return nil
}

func sentinelOfSQLite(e sqlite3.Error) error {
	switch e.Code {
	case sqlite3.ErrFull:
		return ErrNoSpace
	case sqlite3.ErrBusy:
		return ErrHeld
	case sqlite3.ErrCorrupt, sqlite3.ErrNotADB:
		return ErrDamaged
	case sqlite3.ErrError:
		if e.Error() == "unsupported file format" { // a flipped bit in the header; there is no code for it
			return ErrDamaged
		}
	case sqlite3.ErrReadonly, sqlite3.ErrPerm:
		return ErrReadOnly
	case sqlite3.ErrCantOpen:
		// ENOENT: the log could not be made, and SQLite asked once more for one that is there.
		if e.SystemErrno == 0 || e.SystemErrno == syscall.ENOENT {
			return ErrReadOnly
		}
		return sentinelOfErrno(e.SystemErrno)
	case sqlite3.ErrIoErr:
		if sentinel := sentinelOfErrno(e.SystemErrno); sentinel != nil {
			return sentinel
		}
		return ErrIO // also when SQLite does not know the reason: a file that ends early, for one
	}
	return nil
}

func sentinelOfErrno(errno syscall.Errno) error {
	switch errno {
	case syscall.ENOSPC, syscall.EDQUOT:
		return ErrNoSpace
	case syscall.EACCES, syscall.EPERM, syscall.EROFS, syscall.ENOTDIR, syscall.EISDIR:
		return ErrReadOnly
	case syscall.EIO:
		return ErrIO
	}
	return sentinelOfSystem(errno)
}

// IsUnique says whether err is a broken UNIQUE or PRIMARY KEY constraint.
func IsUnique(err error) bool {
	var e sqlite3.Error
	return errors.As(err, &e) &&
		(e.ExtendedCode == sqlite3.ErrConstraintUnique || e.ExtendedCode == sqlite3.ErrConstraintPrimaryKey)
}
