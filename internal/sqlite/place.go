package sqlite

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
)

// place is where the database was opened. Somebody may move or delete the file meanwhile: what is written then would
// still go to the file that is open, and be gone with it.
type place struct {
	path string
	file fs.FileInfo // nil before the database is open
}

func placeOf(path string) (place, error) {
	file, err := os.Stat(path)
	return place{path, file}, err
}

// left is ErrMoved when the file is not in its place any more. Not knowing stops nobody.
func (p place) left() error {
	if p.file == nil {
		return nil
	}
	there, err := os.Stat(p.path)
	if errors.Is(err, fs.ErrNotExist) || err == nil && !os.SameFile(p.file, there) {
		return fmt.Errorf("%w: %s", ErrMoved, p.path)
	}
	return nil
}
