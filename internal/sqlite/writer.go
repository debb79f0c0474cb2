package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"runtime/debug"
	"sync"
	"time"

	"github.com/mattn/go-sqlite3"
)

const (
	queueSize = 1024 // writes that wait for the writer before submitters wait for the queue
	batchSize = 512  // writes that share one transaction at most
)

// Tx is what a write works with, and what Read returns, so that a query can serve both.
type Tx interface {
	ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error)
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}

var errVanished = errors.New("the shared transaction was rolled back")

// writer is the one place that writes. Writes that wait at the same moment share a transaction, and so one wait for the
// disk (group commit); a savepoint each keeps them apart.
type writer struct {
	conn     *sql.Conn // used by the goroutine run alone, and after it has ended by Close
	controls map[string]*sql.Stmt
	rest     time.Duration   // how long nobody writes before the log is folded in
	resting  bool            // it is folded in, and the file marked as complete; of the goroutine run
	slow     time.Duration   // see SlowDisk
	log      string          // path of the write-ahead log
	fold     chan<- struct{} // asks for a checkpoint beside the writer
	unfolded int             // writes since the last time that was asked for; of the goroutine run
	counts   counts

	queue    chan *job     // never closed
	errands  chan errand   // never closed, see Scrub
	stopping chan struct{} // closed when no job enters the queue any more
	stopped  chan struct{} // closed when run has ended

	gate   sync.RWMutex // held for reading while a job enters the queue
	closed bool
}

type job struct {
	do   func(Tx) error
	done chan error // takes one outcome
}

// The statements around every write, which are prepared once too.
const (
	begin     = "BEGIN IMMEDIATE"
	commit    = "COMMIT"
	rollback  = "ROLLBACK"
	savepoint = "SAVEPOINT job"
	undo      = "ROLLBACK TO job"
	release   = "RELEASE job"
)

func startWriter(ctx context.Context, conn *sql.Conn, path string, how options, fold chan<- struct{},
) (*writer, error) {
	w := &writer{
		conn: conn, controls: map[string]*sql.Stmt{}, rest: how.rest, slow: how.slow, log: path + "-wal", fold: fold,
		queue: make(chan *job, queueSize), errands: make(chan errand),
		stopping: make(chan struct{}), stopped: make(chan struct{}),
	}
	for _, statement := range []string{begin, commit, rollback, savepoint, undo, release} {
		prepared, err := conn.PrepareContext(ctx, statement)
		if err != nil {
			return nil, errors.Join(err, w.forget())
		}
		w.controls[statement] = prepared
	}
	go w.run()
	return w, nil
}

// forget closes the prepared statements.
func (w *writer) forget() (err error) {
	for _, prepared := range w.controls {
		err = errors.Join(err, prepared.Close())
	}
	return err
}

// close lets go of the connection after run has ended.
func (w *writer) close() error { return errors.Join(w.forget(), w.conn.Close()) }

// control runs one of the statements around a write.
func (w *writer) control(ctx context.Context, statement string) error {
	_, err := w.controls[statement].ExecContext(ctx)
	return err
}

// Write runs do in a transaction and returns when its changes are on the disk, or with the error that kept them
// from it. An error of do undoes what do changed and is returned with a sentinel of this package added where one
// fits. do may run several statements; it must not begin or end a transaction, keep its Tx, or call Write. No
// deferred constraints: they would fail at the commit, and everybody's writes with them.
//
// A ctx that is done before the write is queued refuses it. After that write waits for the outcome whatever happens to
// ctx, since the change may be stored already; statements inside do are not cancelled either, because SQLite answers an
// interrupted statement by rolling back the whole transaction. When the disk is full or the commit fails, every write
// that shared the transaction fails; whoever tries again uses the same unique key and gets exactly one row. ErrNoSpace
// also when the disk is nearly full, unless ctx is FromReserve.
func (db *DB) Write(ctx context.Context, do func(Tx) error) error {
	if err := db.space.refuse(ctx); err != nil {
		return err
	}
	j, err := db.writer.submit(ctx, do)
	if err != nil {
		return err
	}
	return db.writer.wait(j)
}

func (w *writer) submit(ctx context.Context, do func(Tx) error) (*job, error) {
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
	w.gate.Lock() // whoever was entering the queue has entered it
	if !w.closed {
		w.closed = true
		close(w.stopping)
	}
	w.gate.Unlock()
	<-w.stopped
}

// run commits batch after batch, until it is stopped and the queue is empty.
func (w *writer) run() {
	defer close(w.stopped)
	idle := time.NewTimer(w.rest)
	defer idle.Stop()
	batch := make([]*job, 0, batchSize)
	for stopping := false; ; {
		select {
		case e := <-w.errands: // also when writes never cease
			e.done <- e.do(context.Background())
		default:
		}
		batch = w.gather(batch[:0])
		switch {
		case len(batch) > 0:
			w.settle(batch)
			clear(batch)
			idle.Reset(w.rest)
			continue
		case stopping:
			return
		}
		select {
		case j := <-w.queue:
			w.settle(w.gather(append(batch, j)))
			idle.Reset(w.rest)
		case e := <-w.errands:
			e.done <- e.do(context.Background())
			idle.Reset(w.rest)
		case <-idle.C:
			if w.lieDown(); !w.resting {
				idle.Reset(w.rest)
			}
		case <-w.stopping:
			stopping = true // what had entered before is still to be done
		}
	}
}

// gather adds what waits in the queue already. While one batch is being committed the next gathers by itself, so that
// no timer is needed.
func (w *writer) gather(batch []*job) []*job {
	for len(batch) < batchSize {
		select {
		case j := <-w.queue:
			batch = append(batch, j)
		default:
			return batch
		}
	}
	return batch
}

// lieDown folds the log into the file and empties it when nobody writes: a file that has grown large gets small again,
// and the next power cut finds nothing to lose. A reader can keep it from happening; then it happens the next time. An
// error here fails nobody's write, and shows again at the next one.
func (w *writer) lieDown() {
	ctx := context.Background()
	if w.resting || w.hurried(ctx, foldAll) != nil {
		return
	}
	w.resting = true // from here on the file may be marked as complete
	if w.hurried(ctx, seal) != nil {
		_ = w.getUp(ctx) // or before the next write
	}
}

// getUp marks the database as open again before the first write after a rest.
func (w *writer) getUp(ctx context.Context) error {
	if !w.resting {
		return nil
	}
	if err := beginWork(ctx, w.conn); err != nil {
		return err
	}
	w.resting = false
	return nil
}

// hurried runs something that waits for nobody: waiting for readers would hold up everybody's writes.
func (w *writer) hurried(ctx context.Context, do func(context.Context, *sql.Conn) error) error {
	const patient, hurried = "PRAGMA busy_timeout=5000", "PRAGMA busy_timeout=50"
	if _, err := w.conn.ExecContext(ctx, hurried); err != nil {
		return err
	}
	err := do(ctx, w.conn)
	_, e := w.conn.ExecContext(ctx, patient)
	return errors.Join(err, e)
}

// settle commits a batch and tells every submitter its outcome.
func (w *writer) settle(batch []*job) {
	outcomes := make([]error, len(batch))
	err := w.commit(batch, outcomes)
	w.counts.count(outcomes, err)
	for i, j := range batch {
		if outcomes[i] == nil {
			outcomes[i] = err
		}
		j.done <- outcomes[i]
	}
	w.askToFold(len(batch))
}

// askToFold asks for a checkpoint beside the writer, now and then. Where readers overlap without a gap, the log is
// never started over and grows: then the writer waits for them for a moment.
func (w *writer) askToFold(written int) {
	if w.unfolded += written; w.unfolded < foldAfter {
		return
	}
	w.unfolded = 0
	select {
	case w.fold <- struct{}{}:
	default: // one is asked for already
	}
	if size, err := sizeOf(w.log); err == nil && size > logLimit {
		_ = w.hurried(context.Background(), foldAll)
	}
}

// commit runs a batch in one transaction. It sets the outcome of each job that failed for itself and returns an error
// when the transaction, and so every other job, failed.
func (w *writer) commit(batch []*job, outcomes []error) error {
	ctx := context.Background() // never one that can be cancelled
	err := w.tryCommit(ctx, batch, outcomes)
	if errors.Is(err, ErrNoSpace) {
		// The log may take most of the disk, and the file need little of that. Whoever tries again finds room.
		w.lieDown()
	}
	return err
}

func (w *writer) tryCommit(ctx context.Context, batch []*job, outcomes []error) error {
	shared := &sharedTx{writer: w}
	if shared.open() { // left over from a rollback that failed
		if err := w.control(ctx, rollback); err != nil {
			return Classify(err)
		}
	}
	if err := w.getUp(ctx); err != nil {
		return Classify(err)
	}
	if err := w.control(ctx, begin); err != nil {
		return Classify(err)
	}
	for i, j := range batch {
		outcomes[i] = Classify(shared.apply(ctx, j.do))
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
		return fmt.Errorf("%w: %w", errVanished, Classify(cause))
	}
	time.Sleep(w.slow)
	if err := w.control(ctx, commit); err != nil {
		if shared.open() {
			err = errors.Join(err, w.control(ctx, rollback))
		}
		return Classify(err)
	}
	return nil
}

// sharedTx is the transaction of one batch.
type sharedTx struct {
	*writer
	failure error // the latest error of a statement
}

// apply runs one job between savepoints.
func (t *sharedTx) apply(ctx context.Context, do func(Tx) error) error {
	t.failure = nil
	if err := t.control(ctx, savepoint); err != nil {
		t.failure = err
		return err
	}
	err := protect(do, t)
	if !t.open() {
		return err
	}
	if err != nil {
		if e := t.control(ctx, undo); e != nil {
			return errors.Join(err, e, t.control(ctx, rollback)) // better nothing than half of this job
		}
	}
	if e := t.control(ctx, release); e != nil {
		return errors.Join(err, e, t.control(ctx, rollback))
	}
	return err
}

// protect turns a panic of do into an error: the writer serves everybody and has to go on.
func protect(do func(Tx) error, t Tx) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("panic in a write: %v\n%s", p, debug.Stack())
		}
	}()
	return do(t)
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
	result, err := t.conn.ExecContext(context.WithoutCancel(ctx), steady(query), args...)
	t.note(err)
	return result, err
}

func (t *sharedTx) QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	if !t.open() {
		return nil, errVanished
	}
	rows, err := t.conn.QueryContext(context.WithoutCancel(ctx), steady(query), args...)
	t.note(err)
	return rows, err
}

func (t *sharedTx) QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row {
	if !t.open() {
		// A row that carries an error can only come from a query that fails.
		query, args = "SELECT the_shared_transaction_was_rolled_back", nil
	}
	row := t.conn.QueryRowContext(context.WithoutCancel(ctx), steady(query), args...)
	t.note(row.Err())
	return row
}
