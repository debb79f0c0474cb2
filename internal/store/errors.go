package store

import (
	"errors"

	"dossier/internal/sqlite"
)

// What a caller can tell apart with errors.Is.
var (
	// ErrNotFound: the thing asked for does not exist, or not for the person who asks.
	ErrNotFound = errors.New("not found")
	// ErrConflict: something else that has to be unique, or a newer version, is already there.
	ErrConflict = errors.New("conflict")
)

// The errors of the engine, under the names that callers of the store know.
var (
	ErrDamaged    = sqlite.ErrDamaged
	ErrForeignLog = sqlite.ErrForeignLog
	ErrLink       = sqlite.ErrLink
	ErrInUse      = sqlite.ErrInUse
	ErrReadOnly   = sqlite.ErrReadOnly
	ErrNewer      = sqlite.ErrNewer
	ErrNoSpace    = sqlite.ErrNoSpace
	ErrIO         = sqlite.ErrIO
	ErrHeld       = sqlite.ErrHeld
	ErrMoved      = sqlite.ErrMoved
	ErrClosed     = sqlite.ErrClosed
	ErrNotClosed  = sqlite.ErrNotClosed
	ErrNoBackup   = sqlite.ErrNoBackup
	ErrItself     = sqlite.ErrItself
)
