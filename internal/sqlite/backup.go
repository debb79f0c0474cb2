package sqlite

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// partSuffix ends the name of a backup that is not finished.
const partSuffix = ".part"

// Backup writes a copy of the database as it is now to the file path, while reading and writing go on. Everything
// that was acknowledged before the call is in it. The copy is complete and on the disk when Backup returns; until
// then path is untouched. A file that is already there is replaced; the folder is made. ErrNoSpace, ErrReadOnly.
func (db *DB) Backup(ctx context.Context, path string) error {
	if err := backupLive(ctx, db.path, path); err != nil {
		return fmt.Errorf("sqlite: backup to %s: %w", path, err)
	}
	return nil
}

// backupLive copies the database at source, which this process has locked and may be writing to.
func backupLive(ctx context.Context, source, target string) error {
	return backup(ctx, source, inspectSettings, target, "")
}

// backup copies the database at source, which is opened with settings, to target. A word that is not "" is put into the
// copy, under WordKey.
//
// VACUUM INTO neither blocks writers nor starts over when they write, as the backup interface does; but it leaves its
// file unsynced, and torn when it is cut short. Hence the temporary name, the check, the syncs. It reads through a
// connection that cannot write: such a one leaves the log as it is, even when it is the last to close.
func backup(ctx context.Context, source, settings, target, word string) (err error) {
	target, err = filepath.Abs(target)
	if err != nil {
		return err
	}
	if isOfDatabase(source, target) {
		return errors.New("a backup cannot replace the database itself")
	}
	folder := filepath.Dir(target)
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return Classify(err)
	}
	temporary, err := os.CreateTemp(folder, "."+filepath.Base(target)+".*"+partSuffix)
	if err != nil {
		return Classify(err)
	}
	name := temporary.Name()
	defer func() {
		if err != nil {
			err = errors.Join(Classify(err), os.Remove(name))
		}
	}()
	if err := temporary.Close(); err != nil {
		return err
	}
	if err := copyInto(ctx, source, settings, name); err != nil {
		return err
	}
	if err := proveCopy(ctx, name, word); err != nil {
		return err
	}
	if err := lasting.Sync(name); err != nil {
		return err
	}
	if err := lasting.Rename(name, target); err != nil {
		return err
	}
	return lasting.SyncFolder(folder)
}

func copyInto(ctx context.Context, source, settings, target string) (err error) {
	db, err := openPool(source, settings, 1) // its own connection: query_only forbids VACUUM INTO
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	if err := distrust(ctx, db); err != nil {
		return err
	}
	_, err = db.ExecContext(ctx, "VACUUM INTO ?1", target)
	return err
}

// proveCopy marks the copy as properly closed, since it needs no write-ahead log, and has SQLite check all of it.
// VACUUM copies damage of an index as it is: indexes that do not fit their tables are made anew.
func proveCopy(ctx context.Context, path, word string) (err error) {
	db, err := openPool(path, backupSettings, 1)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	if err := distrust(ctx, db); err != nil {
		return err
	}
	if err := setMeta(ctx, db, metaMark, markClosed); err != nil {
		return err
	}
	if word != "" {
		if err := setMeta(ctx, db, WordKey, word); err != nil {
			return err
		}
	}
	damage, err := checkAll(ctx, db)
	if err != nil || damage == "" {
		return err
	}
	if _, err := db.ExecContext(ctx, "REINDEX"); err != nil {
		return err
	}
	return soundness(ctx, db, "PRAGMA integrity_check(1)")
}

// backupFolder is where the engine keeps the copies that it makes by itself.
func backupFolder(path string) string { return filepath.Join(filepath.Dir(path), BackupFolder) }

// backupsNamed lists the files in the backup folder whose names are like what is wanted; none when there is no folder.
func backupsNamed(path string, like func(name string) bool) (paths []string, err error) {
	entries, err := os.ReadDir(backupFolder(path))
	if errors.Is(err, os.ErrNotExist) {
		return nil, nil
	}
	for _, entry := range entries {
		if entry.Type().IsRegular() && like(entry.Name()) {
			paths = append(paths, filepath.Join(backupFolder(path), entry.Name()))
		}
	}
	return paths, err
}

// removeCutBackups removes what backups that were cut short have left in the folder, each as large as the database. The
// caller holds the lock of the data folder, so that none of them is being written.
func removeCutBackups(path string) error {
	parts, err := backupsNamed(path, func(name string) bool {
		base, _, _ := strings.Cut(name, partSuffix+"-") // the journal that SQLite keeps beside it
		return strings.HasPrefix(name, ".") && (base != name || strings.HasSuffix(name, partSuffix))
	})
	for _, part := range parts {
		err = errors.Join(err, os.Remove(part))
	}
	return err
}

// isOfDatabase says that a file is the database at path or one that SQLite keeps, or would keep, beside it.
func isOfDatabase(path, file string) bool {
	return slices.ContainsFunc([]string{"", "-wal", "-shm", "-journal"}, func(suffix string) bool {
		return sameFile(path+suffix, file)
	})
}

func sameFile(a, b string) bool {
	if filepath.Clean(a) == filepath.Clean(b) {
		return true
	}
	x, err := os.Stat(a)
	if err != nil {
		return false
	}
	y, err := os.Stat(b)
	return err == nil && os.SameFile(x, y)
}

// syncPath waits until a file is on the disk. Never for the live database: closing any descriptor of it lets go of the
// locks that SQLite holds. https://sqlite.org/howtocorrupt.html
func syncPath(path string) error {
	file, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	return errors.Join(file.Sync(), file.Close())
}
