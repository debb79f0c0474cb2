package store

import (
	"errors"
	"fmt"
	"io/fs"
	"syscall"

	"github.com/mattn/go-sqlite3"
)

// What a caller can tell apart with errors.Is.
var (
	// ErrNotFound: the thing asked for does not exist, or not for the person who asks.
	ErrNotFound = errors.New("not found")
	// ErrConflict: something else that has to be unique, or a newer version, is already there.
	ErrConflict = errors.New("conflict")
	// ErrDamaged: the file is not a database of this program, or SQLite's check found damage in it.
	ErrDamaged = errors.New("the database is damaged")
	// ErrInUse: another process works on the same data folder.
	ErrInUse = errors.New("the data folder is in use by another process")
	// ErrReadOnly: the data folder or the database cannot be written.
	ErrReadOnly = errors.New("the data folder is not writable")
	// ErrNewer: the database was made by a newer version of the program.
	ErrNewer = errors.New("the database is from a newer version of the program")
	// ErrNoSpace: the disk is full. What was being written is not stored; reading goes on.
	ErrNoSpace = errors.New("the disk is full")
	// ErrClosed: the store was closed before the write was queued.
	ErrClosed = errors.New("the store is closed")
)

// classify adds the sentinel that an error of SQLite or of the file system stands for. Other errors pass unchanged.
// Result codes: https://sqlite.org/rescode.html.
func classify(err error) error {
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
		switch e.Code {
		case sqlite3.ErrFull:
			return ErrNoSpace
		case sqlite3.ErrCorrupt, sqlite3.ErrNotADB:
			return ErrDamaged
		case sqlite3.ErrReadonly, sqlite3.ErrPerm:
			return ErrReadOnly
		case sqlite3.ErrCantOpen:
			if e.SystemErrno == 0 {
				return ErrReadOnly
			}
			return sentinelOfErrno(e.SystemErrno)
		case sqlite3.ErrIoErr:
			return sentinelOfErrno(e.SystemErrno)
		}
		return nil
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

func sentinelOfErrno(errno syscall.Errno) error {
	switch errno {
	case syscall.ENOSPC, syscall.EDQUOT:
		return ErrNoSpace
	case syscall.EACCES, syscall.EPERM, syscall.EROFS, syscall.ENOTDIR, syscall.EISDIR:
		return ErrReadOnly
	}
	return nil
}

// isUnique says whether err is a broken UNIQUE or PRIMARY KEY constraint.
func isUnique(err error) bool {
	var e sqlite3.Error
	return errors.As(err, &e) &&
		(e.ExtendedCode == sqlite3.ErrConstraintUnique || e.ExtendedCode == sqlite3.ErrConstraintPrimaryKey)
}
