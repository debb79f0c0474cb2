package sqlite

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"time"
)

// The names of a restore, each with its time behind it.
const (
	restoringPrefix = "restoring-" // the copy that will be the database, whole and on the disk
	replacedPrefix  = "replaced-"  // folder of what was there before
)

var restoringName = regexp.MustCompile(`^` + restoringPrefix + `(\d{4}-\d\d-\d\dT\d\d-\d\d-\d\dZ)\.db$`)

// WaitsToBeRestored says that a file of this name is a whole copy that Open puts in the place of the database.
func WaitsToBeRestored(name string) bool { return restoringName.MatchString(name) }

// ErrItself: what was to be restored is the database of the folder.
var ErrItself = errors.New("it is the database of this folder already")

// Restored is what Restore has done.
type Restored struct {
	Examined        // the file that was restored
	Replaced string // folder that now holds what was there before; "" when there was nothing
}

// Restore makes the database file at path the database of the folder dir, which is made when it is missing. The file
// is examined first, as Examine does, and do reads in it; an error of either leaves everything as it was. What it
// replaces, the log too, is moved into a folder beside it. Nothing is deleted. Cut short at any point, it can be run
// again, and the next Open finishes it, or begins with what was there before.
//
// Errors: ErrInUse, ErrItself, ErrDamaged, ErrForeignLog, ErrNewer, ErrReadOnly, ErrNoSpace, ErrIO, fs.ErrNotExist,
// that of do.
func Restore(
	ctx context.Context, dir, path string, schema fs.FS, now func() time.Time, do func(Tx) error, how ...Option,
) (Restored, error) {
	return restore(ctx, dir, path, schema, now, do, func(string) error { return nil }, how...)
}

// restore asks cut after each step whether to go on, for tests.
func restore(
	ctx context.Context, dir, path string, schema fs.FS, now func() time.Time, do func(Tx) error,
	cut func(step string) error, how ...Option,
) (done Restored, err error) {
	if dir, err = filepath.Abs(dir); err != nil {
		return done, err
	}
	target := filepath.Join(dir, FileName)
	defer func() {
		if err = Classify(err); err != nil {
			err = fmt.Errorf("sqlite: restore %s: %w", path, err)
		}
	}()
	if sameFile(path, target) {
		return done, ErrItself
	}
	if used, err := inUse(dir); err != nil || used {
		return done, errors.Join(err, ErrInUse)
	}
	if done.Examined, err = Examine(ctx, path, schema, now, do, how...); err != nil {
		return done, err
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return done, err
	}
	lock, err := lockFolder(dir)
	if err != nil {
		return done, err
	}
	defer func() { err = errors.Join(err, lock.Close()) }()
	if _, err := finishRestore(target, nil); err != nil { // one that was cut short earlier
		return done, err
	}
	if err := errors.Join(removeCutChecks(dir), cut("examined")); err != nil {
		return done, err
	}
	if err := bring(ctx, done.Path, freeName(dir, now()), chosen(how)); err != nil {
		return done, err
	}
	if err := cut("copied"); err != nil {
		return done, err
	}
	done.Replaced, err = finishRestore(target, cut)
	return done, err
}

// PrepareRestore examines the database file at path as Restore does, and puts a copy of it beside the database, which
// the next Open puts in its place. Reading and writing go on. schema and do are as for Examine.
//
// Errors: ErrItself, ErrDamaged, ErrNewer, ErrReadOnly, ErrNoSpace, ErrIO, ErrClosed, fs.ErrNotExist, that of do.
func (db *DB) PrepareRestore(ctx context.Context, path string, schema fs.FS, do func(Tx) error, how ...Option,
) (found Examined, err error) {
	db.backing.Lock()
	defer db.backing.Unlock()
	defer func() {
		if err = Classify(err); err != nil {
			err = fmt.Errorf("sqlite: prepare to restore %s: %w", path, err)
		}
	}()
	if db.shut {
		return found, ErrClosed
	}
	if sameFile(path, db.path) {
		return found, ErrItself
	}
	if found, err = Examine(ctx, path, schema, db.now, do, how...); err != nil {
		return found, err
	}
	if err := db.space.fits(found.Size); err != nil {
		return found, err
	}
	return found, bring(ctx, found.Path, freeName(filepath.Dir(db.path), db.now()), chosen(how))
}

// bring copies the database at path to target, whole, checked and on the disk.
func bring(ctx context.Context, path, target string, how options) (err error) {
	from, err := openSource(ctx, path)
	defer func() { err = errors.Join(err, from.close()) }()
	if err != nil {
		return err
	}
	defer how.tell(fmt.Sprintf("Copying %s (%d MB) …", path, from.size>>20))()
	return backup(ctx, from.path, from.settings, target, how.wordFor(target))
}

// freeName is the name of the copy in dir, with a time for which there is neither a copy nor a folder yet.
func freeName(dir string, at time.Time) string {
	for ; ; at = at.Add(time.Second) {
		stamp := at.UTC().Format(nameTime)
		if _, err := os.Lstat(filepath.Join(dir, replacedPrefix+stamp)); errors.Is(err, fs.ErrNotExist) {
			return filepath.Join(dir, restoringPrefix+stamp+".db")
		}
	}
}

// finishRestore puts a copy that waits beside the database at target in its place, after moving that and its log aside.
// replaced is the folder into which they were moved, "" when nothing was. Whatever step it is cut at, it can be called
// again: the copy keeps its name until everything else is done. The caller holds the lock.
func finishRestore(target string, cut func(step string) error) (replaced string, err error) {
	dir := filepath.Dir(target)
	entries, err := os.ReadDir(dir)
	if err != nil {
		return "", err
	}
	for _, entry := range entries {
		parts := restoringName.FindStringSubmatch(entry.Name())
		if parts == nil {
			continue
		}
		if replaced, err = moveAside(target, filepath.Join(dir, replacedPrefix+parts[1]), cut); err != nil {
			return replaced, err
		}
		if err := lasting.Rename(filepath.Join(dir, entry.Name()), target); err != nil {
			return replaced, err
		}
		if err := lasting.SyncFolder(dir); err != nil {
			return replaced, err
		}
	}
	return replaced, nil
}

// moveAside moves a database, and what lies beside it, into a folder. A folder from an earlier, cut run is gone on
// with.
func moveAside(path, folder string, cut func(step string) error) (moved string, err error) {
	if _, err := os.Lstat(folder); err == nil {
		moved = folder
	}
	for _, suffix := range []string{"", "-wal", "-shm", "-journal"} {
		if _, err := os.Lstat(path + suffix); errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err := makeFolder(folder); err != nil {
			return moved, err
		}
		moved = folder
		if err := lasting.Rename(path+suffix, filepath.Join(folder, filepath.Base(path)+suffix)); err != nil {
			return moved, err
		}
		if cut != nil {
			if err := cut("moved " + filepath.Base(path) + suffix); err != nil {
				return moved, err
			}
		}
	}
	if moved == "" {
		return "", nil
	}
	return moved, errors.Join(lasting.SyncFolder(folder), lasting.SyncFolder(filepath.Dir(folder)))
}

// makeFolder makes a folder unless it is there, so that it is there for certain before anything is moved into it.
func makeFolder(path string) error {
	if err := lasting.Mkdir(path); err != nil && !errors.Is(err, fs.ErrExist) {
		return err
	}
	return lasting.SyncFolder(filepath.Dir(path))
}

// Replaced is how many bytes the folders hold into which restores have moved what was there before.
func (db *DB) Replaced() (bytes int64, err error) {
	files, err := filepath.Glob(filepath.Join(filepath.Dir(db.path), replacedPrefix+"*", FileName+"*"))
	for _, path := range files {
		size, failed := sizeOf(path)
		bytes, err = bytes+max(0, size), errors.Join(err, failed)
	}
	return bytes, err
}
