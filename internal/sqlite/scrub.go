package sqlite

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// errand is something that the writer does by itself, between two batches and in no transaction.
type errand struct {
	do   func(context.Context) error
	done chan error // takes one outcome
}

const (
	scrubPause = 50 * time.Millisecond // between two looks at a log that somebody is reading
	scrubLooks = 100
	// What VACUUM puts aside is kept in memory up to this size of the file, and in a file without a name above.
	scrubInMemory = 256 << 20
)

// Scrub leaves no trace of what was deleted before the call: neither in the file nor in its log. Deleted rows are
// overwritten as they go, but SQLite leaves copies of rows behind when it moves them to another page; so the whole file
// is written anew, and the log emptied. Writes wait meanwhile, and reads go on.
//
// ErrNoSpace, when there is no room for another copy of the file. When somebody reads in the log for longer than five
// seconds it stays as it is until nobody has written for a while: that is no error, and emptied is false.
func (db *DB) Scrub(ctx context.Context) (emptied bool, err error) {
	if err := db.writer.alone(ctx, db.rewrite); err != nil {
		return false, fmt.Errorf("sqlite: scrub: %w", Classify(err))
	}
	emptied, err = db.emptyLog(ctx)
	if err != nil {
		err = fmt.Errorf("sqlite: scrub: %w", Classify(err))
	}
	return emptied, err
}

// EmptyLog folds the log into the file and cuts it to nothing, as happens by itself when nobody writes. Like Scrub it
// gives up, without an error, when somebody reads in the log for too long.
func (db *DB) EmptyLog(ctx context.Context) (emptied bool, err error) {
	if emptied, err = db.emptyLog(ctx); err != nil {
		err = fmt.Errorf("sqlite: empty the log: %w", Classify(err))
	}
	return emptied, err
}

func (db *DB) emptyLog(ctx context.Context) (emptied bool, err error) {
	pause := time.NewTicker(scrubPause)
	defer pause.Stop()
	for range scrubLooks {
		if err := db.writer.alone(ctx, func(context.Context) error {
			db.writer.lieDown()
			emptied = db.writer.resting
			return nil
		}); err != nil || emptied {
			return emptied, err
		}
		select {
		case <-pause.C:
		case <-ctx.Done():
			return false, ctx.Err()
		}
	}
	return false, nil
}

// rewrite writes the file anew. It is called by the writer.
func (db *DB) rewrite(ctx context.Context) (err error) {
	if err := db.writer.getUp(ctx); err != nil { // the log is about to hold more than the mark
		return err
	}
	size, err := sizeOf(db.path)
	if err != nil {
		return err
	}
	if size > scrubInMemory {
		if _, err := db.writer.conn.ExecContext(ctx, "PRAGMA temp_store=FILE"); err != nil {
			return err
		}
		defer func() {
			_, e := db.writer.conn.ExecContext(ctx, "PRAGMA temp_store=MEMORY")
			err = errors.Join(err, e)
		}()
	}
	_, err = db.writer.conn.ExecContext(ctx, "VACUUM")
	return err
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
