package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/mattn/go-sqlite3"
)

const (
	scrubbingPrefix = ".scrubbing-"         // the copy that is put in the place of what the file holds
	scrubStep       = 512                   // pages, 2 MB, between two looks whether somebody wants to write
	scrubPause      = 50 * time.Millisecond // between two looks at a log that somebody is reading
	scrubLooks      = 100                   // in which nothing of it could be folded in
)

// rewriting is the time from when a copy of the file is begun until it is put in place or somebody writes.
type rewriting struct {
	stop      context.CancelFunc
	disturbed bool // of the goroutine run
}

// disturb ends what a write has made worthless.
func (r *rewriting) disturb() {
	if r != nil {
		r.disturbed = true
		r.stop()
	}
}

// Scrub leaves no trace of what was deleted before the call: neither in the file nor in its log. Deleted rows are
// overwritten as they go, but SQLite leaves copies of rows behind when it moves them to another page; so the whole file
// is written anew. That is done in a copy beside the writer, which takes the place of what is there unless somebody has
// written meanwhile: then done is false. It gives way to whoever comes, who waits for 2 MB to be written at most.
//
// done is also false when somebody reads in the log for longer than five seconds, so that it cannot be emptied.
// ErrNoSpace, when there is no room for two more copies of the file.
func (db *DB) Scrub(ctx context.Context) (done bool, err error) {
	db.scrubbing.Lock()
	defer db.scrubbing.Unlock()
	if done, err = db.writeAnew(ctx); done {
		done, err = db.emptyLog(ctx)
	}
	if err != nil {
		err = fmt.Errorf("sqlite: scrub: %w", Classify(err))
	}
	return done, err
}

// EmptyLog folds the log into the file and cuts it to nothing, as happens by itself when nobody writes. Like Scrub it
// gives up, without an error, when somebody reads in the log for too long.
func (db *DB) EmptyLog(ctx context.Context) (emptied bool, err error) {
	if emptied, err = db.emptyLog(ctx); err != nil {
		err = fmt.Errorf("sqlite: empty the log: %w", Classify(err))
	}
	return emptied, err
}

// emptyLog has the checkpointer fold in what there is, for as long as that gets on, and the writer the rest.
func (db *DB) emptyLog(ctx context.Context) (emptied bool, err error) {
	pause := time.NewTicker(scrubPause)
	defer pause.Stop()
	var before logState
	for looks := 0; looks < scrubLooks; looks++ {
		var log logState
		if err := db.writer.alone(ctx, func(ctx context.Context) error {
			db.writer.lieDown()
			emptied = db.writer.resting
			log, _ = db.writer.state(ctx)
			return nil
		}); err != nil || emptied {
			return emptied, err
		}
		if log.folded > before.folded {
			looks = 0
		}
		before = log
		select {
		case <-pause.C:
		case <-ctx.Done():
			return false, ctx.Err()
		}
	}
	return false, nil
}

// writeAnew makes a copy without traces and puts it in place. done is false when somebody has written meanwhile.
func (db *DB) writeAnew(ctx context.Context) (done bool, err error) {
	if err := db.roomFor(2); err != nil {
		return false, err
	}
	undisturbed, stop := context.WithCancel(ctx)
	defer stop()
	var version int
	if err := db.writer.alone(ctx, func(ctx context.Context) (err error) {
		version, err = db.writer.beginRewrite(ctx, stop)
		return err
	}); err != nil {
		return false, err
	}
	name, err := db.copyWithoutTraces(undisturbed)
	if name != "" {
		defer func() { err = errors.Join(err, os.Remove(name)) }()
	}
	if ended := db.writer.alone(context.WithoutCancel(ctx), func(ctx context.Context) (e error) {
		begun := db.writer.rewrite
		db.writer.rewrite = nil
		switch {
		case begun.disturbed:
			err = nil // it was interrupted for that
		case err == nil:
			done, e = db.writer.replace(ctx, name, version)
		}
		return e
	}); ended != nil {
		return false, errors.Join(err, ended)
	}
	return done, err
}

// roomFor is ErrNoSpace when there is not enough free space for some copies of the file and what a class needs.
func (db *DB) roomFor(copies int64) error {
	size, err := sizeOf(db.path)
	if err != nil {
		return err
	}
	if free := db.space.look().Free; free >= 0 && free < copies*size+spaceLow {
		return fmt.Errorf("%w: %d MB are free", ErrNoSpace, free>>20)
	}
	return nil
}

// beginRewrite has stop called by the first write from now on. version is that of the database as others see it.
func (w *writer) beginRewrite(ctx context.Context, stop context.CancelFunc) (version int, err error) {
	if err := w.getUp(ctx); err != nil { // the marks are a part of what is copied
		return 0, err
	}
	w.rewrite = &rewriting{stop: stop}
	return version, w.conn.QueryRowContext(ctx, "PRAGMA data_version").Scan(&version)
}

// copyWithoutTraces writes what the database holds into a new file and checks it. name is "" when there is none.
func (db *DB) copyWithoutTraces(ctx context.Context) (name string, err error) {
	file, err := os.CreateTemp(filepath.Dir(db.path), scrubbingPrefix+"*"+partSuffix)
	if err != nil {
		return "", err
	}
	name = file.Name()
	if err := file.Close(); err != nil {
		return name, err
	}
	if err := copyInto(ctx, db.path, inspectSettings, name); err != nil {
		return name, err
	}
	pool, err := openPool(name, fileAloneSettings, 1)
	if err != nil {
		return name, err
	}
	return name, errors.Join(soundness(ctx, pool, "PRAGMA quick_check(1)"), pool.Close())
}

// replace puts the pages of a copy in the place of those of the database, in one transaction. done is false when
// somebody wants to write before it is through, or when another program has written since beginRewrite; then nothing
// has changed. What readers have begun to read they read to the end.
func (w *writer) replace(ctx context.Context, name string, version int) (done bool, err error) {
	var now int
	if err := w.conn.QueryRowContext(ctx, "PRAGMA data_version").Scan(&now); err != nil || now != version {
		return false, err
	}
	if _, err := w.conn.ExecContext(ctx, "PRAGMA cache_size=-2000"); err != nil { // so that little is left for the end
		return false, err
	}
	defer func() {
		_, e := w.conn.ExecContext(ctx, "PRAGMA cache_size="+writerPragmas["cache_size"])
		err = errors.Join(err, e)
	}()
	pool, err := openPool(name, fileAloneSettings, 1)
	if err != nil {
		return false, err
	}
	defer func() { err = errors.Join(err, pool.Close()) }()
	from, err := pool.Conn(ctx)
	if err != nil {
		return false, err
	}
	defer func() { err = errors.Join(err, from.Close()) }()
	if err := bare(w.conn, from, func(to, from *sqlite3.SQLiteConn) error {
		done, err = w.copyPages(to, from)
		return err
	}); err != nil {
		return false, err
	}
	w.askForMore()
	return done, nil
}

// bare hands over the connections of the driver.
func bare(to, from *sql.Conn, do func(to, from *sqlite3.SQLiteConn) error) error {
	return to.Raw(func(to any) error {
		return from.Raw(func(from any) error { return do(to.(*sqlite3.SQLiteConn), from.(*sqlite3.SQLiteConn)) })
	})
}

// copyPages goes step by step, and each step waits for the disk, so that not all of it waits at the end.
func (w *writer) copyPages(to, from *sqlite3.SQLiteConn) (done bool, err error) {
	log, err := os.OpenFile(w.log, os.O_RDWR, 0) // SQLite has no locks in it that closing would let go of
	if err != nil {
		return false, err
	}
	defer func() { err = errors.Join(err, log.Close()) }()
	pages, err := to.Backup("main", from, "main")
	if err != nil {
		return false, err
	}
	defer func() {
		if e := pages.Finish(); done { // otherwise it has been undone
			err = errors.Join(err, e)
		}
	}()
	for left := -1; !done && w.waiting.Load() == 0; {
		if done, err = pages.Step(scrubStep); err != nil || !done && pages.Remaining() == left {
			return false, err // it does not get on: another program writes
		}
		if left = pages.Remaining(); w.step != nil {
			w.step()
		}
		if err := log.Sync(); err != nil {
			return false, err
		}
	}
	return done, nil
}

// errand is something that the writer does by itself, between two batches and in no transaction.
type errand struct {
	do   func(context.Context) error
	done chan error // takes one outcome
}

// alone has the writer do one thing by itself.
func (w *writer) alone(ctx context.Context, do func(context.Context) error) error {
	e := errand{do: do, done: make(chan error, 1)}
	select {
	case w.errands <- e:
	case <-w.stopping:
		return ErrClosed
	case <-ctx.Done():
		return ctx.Err()
	}
	return <-e.done // it has been taken, so it is done
}

// WhenQuiet has do called at once, and then whenever nobody has written for ten minutes, or as long as QuietAfter says:
// nobody who is signed in looks at pages then, since that is noted once a minute. do may write. Its context ends when
// the folder is closed. Call it once.
func (db *DB) WhenQuiet(do func(context.Context)) {
	db.quiet.Go(func() {
		ctx, cancel := context.WithCancel(context.Background())
		defer cancel()
		go func() {
			select {
			case <-db.writer.stopping:
				cancel()
			case <-ctx.Done():
			}
		}()
		for ctx.Err() == nil {
			do(ctx)
			select {
			case <-db.writer.quietly:
			case <-ctx.Done():
			}
		}
	})
}

// Tell has a sentence told, as Say says, unless the returned function is called soon enough.
func (db *DB) Tell(sentence string) (done func()) { return db.options.tell(sentence) }
