package sqlite

import "os"

// fileSteps are what a backup and a restore do to files beside SQLite, where it has to last.
type fileSteps interface {
	Rename(from, to string) error
	Mkdir(path string) error      // for its owner alone
	Sync(path string) error       // waits until a file is on the disk
	SyncFolder(path string) error // makes what was made, renamed or removed in it last
}

// lasting takes these steps. A test has libc take them, where it sees them and cuts the power between any two.
var lasting fileSteps = goSteps{}

type goSteps struct{}

func (goSteps) Rename(from, to string) error { return os.Rename(from, to) }
func (goSteps) Mkdir(path string) error      { return os.Mkdir(path, 0o700) }
func (goSteps) Sync(path string) error       { return syncPath(path) }
func (goSteps) SyncFolder(path string) error { return SyncFolder(path) }
