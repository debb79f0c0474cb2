package store

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
)

// restoredName is the file in which a restore leaves word of itself: what it puts in place knows nothing of it.
const restoredName = "restored.txt"

// leaveWord writes down that a backup was put back.
func leaveWord(dataDir, backup string) error {
	return os.WriteFile(filepath.Join(dataDir, restoredName), []byte(filepath.Base(backup)), 0o600)
}

// recordRestore puts down, for the owner, that a backup has been put back since the folder was last opened.
func (s *Store) recordRestore(ctx context.Context) error {
	path := filepath.Join(s.dir, restoredName)
	backup, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	err = s.write(ctx, func(t tx) error {
		return audit(ctx, t, millis(s.now()), actorProgram, "restore", string(backup))
	})
	if err != nil {
		return err
	}
	return os.Remove(path)
}
