package sqlite

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"
)

// metaBackup is where the outcome of the last backup is kept, as JSON.
const metaBackup = "last_backup"

// Attempt is how a backup of the running program went, and what the check of all tables and indexes before it found.
type Attempt struct {
	At   time.Time     `json:"at"` // when it began, UTC
	Took time.Duration `json:"took"`
	Name string        `json:"name,omitempty"` // of its file in the folder of the backups; "" when there is none
	Size int64         `json:"size,omitempty"` // bytes
	Kind Kind          `json:"kind"`
	// Damage is what is wrong with the indexes of the database, "" for nothing. The backup has them made anew and is
	// whole.
	Damage string `json:"damage,omitempty"`
	Reason string `json:"reason,omitempty"` // why there is no backup, one of reasons; "" when there is one
}

// reasons are the errors that an Attempt remembers.
var reasons = map[string]error{
	"damaged": ErrDamaged, "no space": ErrNoSpace, "read only": ErrReadOnly, "disk errors": ErrIO, "other": errOther,
}

var errOther = errors.New("the backup failed")

// Err is why there is no backup: ErrDamaged, ErrNoSpace, ErrReadOnly, ErrIO or another error; nil when there is one.
func (a Attempt) Err() error { return reasons[a.Reason] }

func reasonOf(err error) string {
	for reason, sentinel := range reasons {
		if errors.Is(err, sentinel) {
			return reason
		}
	}
	return "other"
}

// Backups lists the backups that lie in the data folder, the newest first.
func (db *DB) Backups() ([]Copy, error) { return BackupsIn(backupFolder(db.path)) }

// BackUp checks all of the database and writes a copy of it into the folder of the backups, while reading and writing
// go on. Then it removes what is Surplus there, and what restores moved aside as long ago. One backup is made at a
// time; the outcome is kept for LastAttempt. Errors: ErrDamaged, when the tables are, and no copy is made; ErrNoSpace,
// ErrReadOnly, ErrIO, ErrClosed.
func (db *DB) BackUp(ctx context.Context, kind Kind) (Attempt, error) {
	db.backing.Lock()
	defer db.backing.Unlock()
	return db.backUp(ctx, kind)
}

// BackUpWhenDue makes the daily backup when it is Due; made says whether it was. When it is not, but Open has put off
// its check, it checks now, and a backup after all is what tells of damage.
func (db *DB) BackUpWhenDue(ctx context.Context) (a Attempt, made bool, err error) {
	db.backing.Lock()
	defer db.backing.Unlock()
	all, err := db.Backups()
	if err != nil || !Due(all, db.now()) {
		damaged, failed := db.checkPutOff(ctx)
		if !damaged {
			return Attempt{}, false, errors.Join(err, failed)
		}
	}
	db.putOff = false // a backup begins with the same check
	a, err = db.backUp(ctx, Daily)
	return a, true, err
}

// checkPutOff makes up for the check that Open has put off. damaged is false when there is none to make up for.
func (db *DB) checkPutOff(ctx context.Context) (damaged bool, err error) {
	if !db.putOff || db.shut {
		return false, nil
	}
	damage, err := checked(ctx, db.path, inspectSettings)
	if err = Classify(err); errors.Is(err, ErrDamaged) {
		return true, nil
	}
	db.putOff = err != nil // it is tried again
	return damage != "", err
}

func (db *DB) backUp(ctx context.Context, kind Kind) (a Attempt, err error) {
	if db.shut {
		return a, ErrClosed
	}
	a = Attempt{At: db.now().UTC(), Kind: kind}
	path := filepath.Join(backupFolder(db.path), NameOf(kind, a.At))
	a.Damage, err = checked(ctx, db.path, inspectSettings)
	if err == nil {
		err = backupLive(ctx, db.path, path)
	}
	if err == nil {
		a.Name = filepath.Base(path)
		a.Size, err = sizeOf(path)
	}
	a.Took = db.now().Sub(a.At)
	if err = Classify(err); err != nil {
		a.Reason = reasonOf(err)
	}
	if ctx.Err() == nil { // a backup that was called off did not fail
		err = errors.Join(err, db.noteAttempt(ctx, a))
	}
	if err == nil {
		err = db.thinBackups()
	}
	if err != nil {
		err = fmt.Errorf("sqlite: back up: %w", err)
	}
	return a, err
}

// checked has SQLite check all of a database through a connection of its own.
func checked(ctx context.Context, path, settings string) (damage string, err error) {
	pool, err := openPool(path, settings, 1)
	if err != nil {
		return "", err
	}
	defer func() { err = errors.Join(err, pool.Close()) }()
	return checkAll(ctx, pool)
}

func (db *DB) noteAttempt(ctx context.Context, a Attempt) error {
	text, err := json.Marshal(a)
	if err != nil {
		return err
	}
	return db.Write(ctx, func(t Tx) error { return setMeta(ctx, t, metaBackup, string(text)) })
}

func (db *DB) thinBackups() error {
	all, err := db.Backups()
	if err != nil {
		return err
	}
	return errors.Join(thin(Surplus(all, db.now())), thinReplaced(filepath.Dir(db.path), all, db.now()))
}

// LastAttempt returns how the last backup went that the running program made; found is false when it made none yet.
func (db *DB) LastAttempt(ctx context.Context) (a Attempt, found bool, err error) {
	text, found, err := meta(ctx, db.read, metaBackup)
	if err != nil || !found {
		return Attempt{}, false, Classify(err)
	}
	if json.Unmarshal([]byte(text), &a) != nil {
		return Attempt{}, false, nil // of another version of the program
	}
	return a, true, nil
}

// BackupOf writes a checked copy of the database in the folder dir to the file target, whether another process works
// on it or none. "" is a file in the folder of the backups, named after the time. When a file is there already it is
// replaced, but only by a copy that is whole. damage is as in Attempt; wrong as Examined.Log.
//
// Errors: ErrDamaged, ErrForeignLog, ErrNoSpace, ErrReadOnly, ErrIO, fs.ErrNotExist, ErrNoBackup.
func BackupOf(ctx context.Context, dir, target string, now func() time.Time, how ...Option,
) (made Copy, damage, wrong string, err error) {
	path, err := filepath.Abs(filepath.Join(dir, FileName))
	if err != nil {
		return made, "", "", err
	}
	defer func() {
		if err = Classify(err); err != nil {
			err = fmt.Errorf("sqlite: back up %s: %w", dir, err)
		}
	}()
	made = Copy{Path: target, At: now().UTC().Truncate(time.Second), Kind: ByHand}
	if target == "" {
		made.Path = filepath.Join(backupFolder(path), NameOf(ByHand, made.At))
	}
	if err := mayReplace(path, made.Path); err != nil {
		return made, "", "", err
	}
	from, err := openSource(ctx, path)
	defer func() { err = errors.Join(err, from.close()) }()
	if err != nil {
		return made, "", "", err
	}
	done := chosen(how).tell(fmt.Sprintf("Checking %s (%d MB) …", path, from.size>>20))
	damage, err = checked(ctx, from.path, from.settings)
	if done(); err != nil {
		return made, "", from.wrong, err
	}
	defer chosen(how).tell(fmt.Sprintf("Copying to %s …", made.Path))()
	if err := backup(ctx, from.path, from.settings, made.Path, ""); err != nil {
		return made, damage, from.wrong, err
	}
	made.Size, err = sizeOf(made.Path)
	return made, damage, from.wrong, err
}

// ErrNoBackup: a file that is no database of any kind would have been replaced.
var ErrNoBackup = errors.New("the file there is no backup")

// mayReplace refuses to write a backup over the database, or over a file that is something else than a backup.
func mayReplace(path, target string) error {
	if isOfDatabase(path, target) || sameFile(filepath.Join(filepath.Dir(path), lockName), target) {
		return ErrNoBackup
	}
	if info, err := os.Stat(target); err == nil && !info.Mode().IsRegular() { // a device, for one: /dev/null
		return ErrNoBackup
	}
	file, err := os.Open(target)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	const magic = "SQLite format 3\x00"
	head := make([]byte, len(magic))
	n, _ := file.Read(head)
	if err := file.Close(); err != nil || n > 0 && string(head[:n]) != magic {
		return errors.Join(err, ErrNoBackup)
	}
	return nil
}

// Sizes are those of the database and of its log, in bytes.
func (db *DB) Sizes() (database, log int64, err error) {
	if database, err = sizeOf(db.path); err == nil {
		log, err = sizeOf(db.path + "-wal")
	}
	return max(0, database), max(0, log), err
}
