package sqlite

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
)

// ErrLink: the data folder is a link that leads nowhere, or the database in it is a link.
var ErrLink = errors.New("the data folder or the database is a link that cannot be followed")

// refuseLinks is ErrLink for a folder dir that is a link to nothing, and for a database in it that is any link. SQLite
// keeps the log beside the file that a link leads to, where nobody here would look for it, and two folders whose links
// lead to one file would each have a lock of their own. A link to the whole folder does no harm.
func refuseLinks(dir string) error {
	if _, err := os.Stat(dir); err != nil && isLink(dir) || isLink(filepath.Join(dir, FileName)) {
		return ErrLink
	}
	return nil
}

func isLink(path string) bool {
	info, err := os.Lstat(path)
	return err == nil && info.Mode()&fs.ModeSymlink != 0
}

// followed is where a link to a file leads, or path itself: what belongs to a database lies beside the file.
func followed(path string) string {
	if file, err := filepath.EvalSymlinks(path); err == nil && isLink(path) {
		return file
	}
	return path
}
