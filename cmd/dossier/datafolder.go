package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"dossier/internal/store"
)

// What a data folder holds: see internal/store.
const (
	databaseName = "dossier.db"
	lockName     = "dossier.lock"
	backupsName  = "backups"
)

// folderHere is the data folder beside whoever starts the program.
const folderHere = "./dossier-data"

// usualData is the data folder of who names none.
var usualData = chooseData(folderOfApplications(), func() bool {
	info, err := os.Stat(folderHere)
	return err == nil && info.IsDir()
})

// chooseData prefers the system's folder for applications, where there is one, to one beside the program; but whoever
// has a data folder here keeps it.
func chooseData(applications string, isHere func() bool) string {
	if applications == "" || isHere() {
		return folderHere
	}
	return applications
}

// dataFolder is what --data was found as before anything was opened or made.
type dataFolder struct {
	path   string   // absolute
	isNew  bool     // there is no folder, or nothing in it
	begun  bool     // there is no database, or an empty file in its place, and no restore that is to be finished
	traces []string // names in the folder that show that there was a database once
}

// lookAtData looks without changing anything. What it cannot read it takes to be there: opening the store will tell.
func lookAtData(dir string) dataFolder {
	found := dataFolder{path: dir}
	if path, err := filepath.Abs(dir); err == nil {
		found.path = path
	}
	entries, err := os.ReadDir(found.path)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return found
	}
	found.isNew, found.begun = len(entries) == 0, true
	waits := false
	for _, entry := range entries {
		switch entry.Name() {
		case databaseName:
			info, err := entry.Info()
			found.begun = err == nil && info.Size() == 0
		case backupsName, lockName:
			found.traces = append(found.traces, entry.Name())
		default:
			waits = waits || store.WaitsToBeRestored(entry.Name())
		}
	}
	found.begun = found.begun && !waits
	return found
}

// notice says what the owner has to know when no database was there, since they may miss their class. "" when one was.
func (d dataFolder) notice() string {
	switch {
	case d.isNew:
		return fmt.Sprintf("A new, empty data folder was made at %s. "+
			"If you expected your class here, stop and start again with --data and the folder that has it.", d.path)
	case d.begun && len(d.traces) > 0:
		return fmt.Sprintf("A new, empty database was begun in %s, although %s shows that there was one before. "+
			"If you expected your class here, stop now and run dossier restore --latest%s.",
			d.path, d.traces[0], dataFlag(d.path))
	case d.begun:
		return fmt.Sprintf("A new, empty database was begun in %s. "+
			"If you expected your class here, stop and start again with --data and the folder that has it.", d.path)
	}
	return ""
}

// isFile says that there is a file at path, and no folder.
func isFile(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.Mode().IsRegular()
}

// canRead fails for a file that somebody named and that is none, or that this user may not read.
func canRead(path string) error {
	file, err := os.Open(path)
	if errors.Is(err, fs.ErrPermission) {
		return &failure{exitReadOnly, fmt.Sprintf("%s cannot be read: run this as a user who may read it", path)}
	}
	if err != nil {
		return nil // whoever reads it says why
	}
	defer file.Close()
	if info, err := file.Stat(); err == nil && info.IsDir() {
		return &failure{exitUsage, fmt.Sprintf("%s is a folder: name the file of a backup in it", path)}
	}
	return nil
}

// fileSize is how large a file is, in bytes; 0 when there is none.
func fileSize(path string) int64 {
	info, err := os.Stat(path)
	if err != nil {
		return 0
	}
	return info.Size()
}
