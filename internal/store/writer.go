package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"runtime/debug"
	"sync"

	"github.com/mattn/go-sqlite3"
)

const (
	queueSize = 1024 // writes that wait for the writer before submitters wait for the queue
	batchSize = 512  // writes that share one transaction at most
)

// tx is what a write works with. *sql.DB, *sql.Conn and *sql.Tx satisfy it too, so that a query can serve both a read
// and a write.
type tx interface {
	ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error)
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}

var errVanished = errors.New("the shared transaction was rolled back")

// writer is the one place that writes. Writes that wait at the same moment share a transaction, and so one wait for the
// disk (group commit); a savepoint each keeps them apart.
type writer struct {
	conn    *sql.Conn // used by the goroutine run alone
	queue   chan *job
	stopped chan struct{} // closed when run has ended

	gate   sync.RWMutex // held for reading while a job enters the queue
	closed bool
}

type job struct {
	do   func(tx) error
	done chan error // takes one outcome
}

func startWriter(conn *sql.Conn) *writer {
	w := &writer{conn: conn, queue: make(chan *job, queueSize), stopped: make(chan struct{})}
	go w.run()
	return w
}

// write runs do in a transaction and returns when its changes are on the disk, or with the error that kept them from it.
// An error of do undoes what do changed and is returned with a sentinel of this package added where one fits. do may run
// several statements; it must not begin or end a transaction, keep its tx, or call write. No deferred constraints: they
// would fail at the commit, and everybody's writes with them.
//
// A ctx that is done before the write is queued refuses it. After that write waits for the outcome whatever happens to
// ctx, since the change may be stored already; statements inside do are not cancelled either, because SQLite answers an
// interrupted statement by rolling back the whole transaction. When the disk is full or the commit fails, every write
// that shared the transaction fails; whoever tries again uses the same unique key and gets exactly one row.
func (s *Store) write(ctx context.Context, do func(tx) error) error {
	j, err := s.writer.submit(ctx, do)
	if err != nil {
		return err
	}
	return s.writer.wait(j)
}

func (w *writer) submit(ctx context.Context, do func(tx) error) (*job, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	w.gate.RLock()
	defer w.gate.RUnlock()
	if w.closed {
		return nil, ErrClosed
	}
	j := &job{do: do, done: make(chan error, 1)}
	select {
	case w.queue <- j:
		return j, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	case <-w.stopped:
		return nil, ErrClosed
	}
}

func (w *writer) wait(j *job) error {
	select {
	case err := <-j.done:
		return err
	case <-w.stopped:
	}
	select {
	case err := <-j.done:
		return err
	default:
		return ErrClosed
	}
}

// stop refuses new writes and returns when those that were queued are done. The connection stays open.
func (w *writer) stop() {
	w.gate.Lock()
	if !w.closed {
		w.closed = true
		close(w.queue)
	}
	w.gate.Unlock()
	<-w.stopped
}

func (w *writer) run() {
	defer close(w.stopped)
	batch := make([]*job, 0, batchSize)
	for j := range w.queue {
		batch = append(batch[:0], j)
		batch = w.gather(batch)
		w.settle(batch)
		clear(batch)
	}
}

// gather adds what waits in the queue already. While one batch is being committed the next gathers by itself, so that
// no timer is needed.
func (w *writer) gather(batch []*job) []*job {
	for len(batch) < batchSize {
		select {
		case j, open := <-w.queue:
			if !open {
				return batch
			}
			batch = append(batch, j)
		default:
			return batch
		}
	}
	return batch
}

// settle commits a batch and tells every submitter its outcome.
func (w *writer) settle(batch []*job) {
	outcomes := make([]error, len(batch))
	err := w.commit(batch, outcomes)
	for i, j := range batch {
		if outcomes[i] == nil {
			outcomes[i] = err
		}
		j.done <- outcomes[i]
	}
}

// commit runs a batch in one transaction. It sets the outcome of each job that failed for itself and returns an error
// when the transaction, and so every other job, failed.
func (w *writer) commit(batch []*job, outcomes []error) error {
	ctx := context.Background() // never one that can be cancelled
	shared := &sharedTx{conn: w.conn}
	if shared.open() { // left over from a rollback that failed
		if err := shared.end(ctx, "ROLLBACK"); err != nil {
			return classify(err)
		}
	}
	if _, err := w.conn.ExecContext(ctx, "BEGIN IMMEDIATE"); err != nil {
		return classify(err)
	}
	for i, j := range batch {
		outcomes[i] = classify(shared.apply(ctx, j.do))
		if shared.open() {
			continue
		}
		cause := shared.failure
		if cause == nil {
			cause = outcomes[i]
		}
		outcomes[i] = nil // its own error may only say that there was no transaction any more
		if cause == nil {
			return errVanished
		}
		return fmt.Errorf("%w: %w", errVanished, classify(cause))
	}
	if err := shared.end(ctx, "COMMIT"); err != nil {
		if shared.open() {
			err = errors.Join(err, shared.end(ctx, "ROLLBACK"))
		}
		return classify(err)
	}
	return nil
}

// sharedTx is the transaction of one batch.
type sharedTx struct {
	conn    *sql.Conn
	failure error // the latest error of a statement
}

// apply runs one job between savepoints.
func (t *sharedTx) apply(ctx context.Context, do func(tx) error) error {
	t.failure = nil
	if _, err := t.conn.ExecContext(ctx, "SAVEPOINT job"); err != nil {
		t.failure = err
		return err
	}
	err := protect(do, t)
	if !t.open() {
		return err
	}
	if err != nil {
		if _, e := t.conn.ExecContext(ctx, "ROLLBACK TO job"); e != nil {
			return errors.Join(err, e, t.end(ctx, "ROLLBACK")) // rather nothing than half of this job
		}
	}
	if _, e := t.conn.ExecContext(ctx, "RELEASE job"); e != nil {
		return errors.Join(err, e, t.end(ctx, "ROLLBACK"))
	}
	return err
}

// protect turns a panic of do into an error: the writer serves everybody and has to go on.
func protect(do func(tx) error, t tx) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("panic in a write: %v\n%s", p, debug.Stack())
		}
	}()
	return do(t)
}

func (t *sharedTx) end(ctx context.Context, statement string) error {
	_, err := t.conn.ExecContext(ctx, statement)
	return err
}

// open asks SQLite whether the transaction still stands. A full disk, an I/O error or an interrupt ends it without
// a word, and what follows would be committed statement by statement.
func (t *sharedTx) open() bool {
	open := false
	err := t.conn.Raw(func(driverConn any) error {
		conn, ok := driverConn.(*sqlite3.SQLiteConn)
		open = ok && !conn.AutoCommit()
		return nil
	})
	return err == nil && open
}

func (t *sharedTx) note(err error) {
	if err != nil {
		t.failure = err
	}
}

func (t *sharedTx) ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error) {
	if !t.open() {
		return nil, errVanished
	}
	result, err := t.conn.ExecContext(context.WithoutCancel(ctx), query, args...)
	t.note(err)
	return result, err
}

func (t *sharedTx) QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	if !t.open() {
		return nil, errVanished
	}
	rows, err := t.conn.QueryContext(context.WithoutCancel(ctx), query, args...)
	t.note(err)
	return rows, err
}

func (t *sharedTx) QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row {
	if !t.open() {
		// A row that carries an error can only come from a query that fails.
		query, args = "SELECT the_shared_transaction_was_rolled_back", nil
	}
	row := t.conn.QueryRowContext(context.WithoutCancel(ctx), query, args...)
	t.note(row.Err())
	return row
}
