package sqlite

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
)

const lockName = "dossier.lock"

// errLocked: another process has the lock.
var errLocked = errors.New("locked")

// lockFolder claims dir for this process until the returned file is closed; the system lets go of the claim when the
// process ends, however it ends. ErrInUse when another process holds it. The lock file stays behind: removing it would
// let a third process lock a different file of the same name.
func lockFolder(dir string) (*os.File, error) {
	file, err := os.OpenFile(filepath.Join(dir, lockName), os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, Classify(err)
	}
	if err = tryLock(file, true); err == nil {
		return file, nil
	}
	if errors.Is(err, errLocked) {
		err = ErrInUse
	}
	return nil, errors.Join(fmt.Errorf("lock %s: %w", file.Name(), err), file.Close())
}
