package main

import (
	"errors"
	"fmt"
	"strings"

	"dossier/internal/store"
)

// The exit codes, for scripts and service managers. They do not change between versions.
const (
	exitOK       = 0
	exitOther    = 1
	exitUsage    = 2 // a flag, an argument or a folder named on the command line is wrong
	exitReadOnly = 3 // the data folder cannot be written
	exitDamaged  = 4 // the database is damaged
	exitInUse    = 5 // another copy runs on the same data folder
	exitPort     = 6 // the port is taken, or the address is not this computer's
	exitContent  = 7 // lessons or questions have errors
	exitNewer    = 8 // the database was made by a newer version
)

// failure ends the program: a sentence for the person who started it, a code for the script that did.
type failure struct {
	code     int
	sentence string
}

func (f *failure) Error() string { return f.sentence }

// asFailure finds the failure in err; an error that nobody gave a sentence to becomes exitOther with its own text.
func asFailure(err error) *failure {
	var f *failure
	if errors.As(err, &f) {
		return f
	}
	var closing *closingFailure
	if errors.As(err, &closing) {
		return closing.failure()
	}
	return &failure{exitOther, err.Error()}
}

// storeFailure says why the data in dir could not be opened.
func storeFailure(dir string, err error) *failure {
	switch {
	case errors.Is(err, store.ErrLink):
		return &failure{exitUsage, fmt.Sprintf("the data folder %s leads nowhere, or the dossier.db in it is only a link: "+
			"give --data the folder in which the dossier.db itself lies", dir)}
	case errors.Is(err, store.ErrReadOnly) && isFile(dir):
		return &failure{exitReadOnly, fmt.Sprintf("%s is a file and no data folder, so nothing can be stored in it: "+
			"give --data the folder in which the dossier.db lies", dir)}
	case errors.Is(err, store.ErrReadOnly):
		return &failure{exitReadOnly, fmt.Sprintf("the data folder %s cannot be written: "+
			"check that it belongs to the user who starts Dossier and that the disk is not read-only", dir)}
	case errors.Is(err, store.ErrNoSpace):
		return &failure{exitReadOnly, fmt.Sprintf("the disk with the data folder %s is full: "+
			"make room and start again", dir)}
	case errors.Is(err, store.ErrForeignLog):
		return &failure{exitDamaged, fmt.Sprintf("the file dossier.db-wal in %s does not belong to the dossier.db beside "+
			"it, and nothing was changed: move dossier.db-wal and dossier.db-shm out of the folder and start again, or run "+
			"dossier restore --latest%s to go back to the newest backup", dir, dataFlag(dir))}
	case errors.Is(err, store.ErrDamaged):
		return &failure{exitDamaged, fmt.Sprintf("the database in %s is damaged and was left as it is: run "+
			"dossier restore --latest%s, which takes the newest whole backup and keeps the damaged files", dir, dataFlag(dir))}
	case errors.Is(err, store.ErrIO):
		return &failure{exitOther, fmt.Sprintf("the disk with the data folder %s reports errors: copy the folder to "+
			"another disk and start from there", dir)}
	case errors.Is(err, store.ErrHeld):
		return &failure{exitOther, fmt.Sprintf("another program has the dossier.db in %s open and keeps it to itself: "+
			"close that program, then run this again", dir)}
	case errors.Is(err, store.ErrInUse):
		return &failure{exitInUse, fmt.Sprintf("another copy of Dossier is already running on the data folder %s: "+
			"use that one, or start this one with another --data folder", dir)}
	case errors.Is(err, store.ErrNotClosed):
		return &failure{exitOther, fmt.Sprintf("Dossier was not closed properly on the data folder %s: "+
			"start it there once, then check again", dir)}
	case errors.Is(err, store.ErrNewer):
		return &failure{exitNewer, fmt.Sprintf("the database in %s was made by a newer version of Dossier: "+
			"start that version, or a newer one", dir)}
	}
	return &failure{exitOther, fmt.Sprintf("the data folder %s could not be opened: %v", dir, err)}
}

// openFailure is storeFailure for a command that needs the data folder for itself: what runs on it is the class.
func openFailure(dir string, err error) *failure {
	if errors.Is(err, store.ErrInUse) {
		return &failure{exitInUse, fmt.Sprintf("Dossier is running on %s, so nothing was changed: stop it, then run this "+
			"again", dir)}
	}
	return storeFailure(dir, err)
}

// oneLine keeps a sentence on one line, whatever an error text brought along.
func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

// closingFailure says that a data folder was not closed properly.
type closingFailure struct {
	dir   string
	cause error
}

// closed closes a data folder, and says so when that went wrong.
func closed(dir string, data *store.Store) error {
	if err := data.Close(); err != nil {
		return &closingFailure{dir, err}
	}
	return nil
}

func (f *closingFailure) Error() string { return f.failure().sentence }

func (f *closingFailure) failure() *failure {
	if errors.Is(f.cause, store.ErrHeld) {
		return &failure{exitOther, fmt.Sprintf("Dossier has ended while another program was reading the dossier.db in %s, "+
			"and no saved answer is lost: leave the files beside it where they are, and close that program", f.dir)}
	}
	return &failure{exitOther, fmt.Sprintf("the data folder %s was not closed properly, though no saved answer is lost: "+
		"%v", f.dir, f.cause)}
}
