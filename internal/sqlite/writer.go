package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"runtime/debug"
	"slices"
	"sync"
	"sync/atomic"
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
	quiet    time.Duration   // how long nobody writes before quietly is told, again and again
	quietly  chan struct{}   // see WhenQuiet
	slow     time.Duration   // see SlowDisk
	look     func(rows int)  // see Watched
	step     func()          // called between two steps of replace; nil for nothing
	log      string          // path of the write-ahead log
	fold     chan<- struct{} // asks for a checkpoint beside the writer
	asked    int             // how long the log was when that was asked for; of the goroutine run
	counts   counts

	waiting atomic.Int64 // jobs from their submitting until their outcome, those of nobody left out
	rewrite *rewriting   // see Scrub; of the goroutine run

	queue    chan *job     // never closed
	errands  chan errand   // never closed, see alone
	stopping chan struct{} // closed when no job enters the queue any more
	stopped  chan struct{} // closed when run has ended

	gate   sync.RWMutex // held for reading while a job enters the queue
	closed bool
}

type job struct {
	do     func(Tx) error
	nobody bool       // see ByNobody
	done   chan error // takes one outcome
}

// The statements around every write, which are prepared once too.
const (
	begin     = "BEGIN IMMEDIATE"
	commit    = "COMMIT"
	rollback  = "ROLLBACK"
	savepoint = "SAVEPOINT job"
	undo      = "ROLLBACK TO job"
	release   = "RELEASE job"

	askLog  = "PRAGMA wal_checkpoint(NOOP)" // says how long the log is, and folds in nothing
	changed = "SELECT total_changes()"
)

func startWriter(ctx context.Context, conn *sql.Conn, path string, how options, fold chan<- struct{},
) (*writer, error) {
	w := &writer{
		conn: conn, controls: map[string]*sql.Stmt{}, rest: how.rest, slow: how.slow, log: path + "-wal", fold: fold,
		quiet: how.quiet, quietly: make(chan struct{}, 1), look: how.look, step: how.step,
		queue: make(chan *job, queueSize), errands: make(chan errand),
		stopping: make(chan struct{}), stopped: make(chan struct{}),
	}
	for _, statement := range []string{begin, commit, rollback, savepoint, undo, release, askLog, changed} {
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
// also when the disk is nearly full, unless ctx is FromReserve. ErrMoved when the file is not in its place.
func (db *DB) Write(ctx context.Context, do func(Tx) error) error {
	if err := db.place.left(); err != nil {
		return err
	}
	if err := db.space.refuse(ctx); err != nil {
		return err
	}
	j, err := db.writer.submit(ctx, do)
	if err != nil {
		return err
	}
	return db.writer.wait(j)
}

type byNobody struct{}

// ByNobody says of a write that nobody waits for what it changes, as when a program asks whether writing works: nobody
// counts as present because of it, and it may be forgotten again.
func ByNobody(ctx context.Context) context.Context { return context.WithValue(ctx, byNobody{}, true) }

func (w *writer) submit(ctx context.Context, do func(Tx) error) (*job, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	w.gate.RLock()
	defer w.gate.RUnlock()
	if w.closed {
		return nil, ErrClosed
	}
	j := &job{do: do, nobody: ctx.Value(byNobody{}) != nil, done: make(chan error, 1)}
	w.waits(j, 1)
	select {
	case w.queue <- j:
		return j, nil
	case <-ctx.Done():
		w.waits(j, -1)
		return nil, ctx.Err()
	}
}

func (w *writer) waits(j *job, n int64) {
	if !j.nobody {
		w.waiting.Add(n)
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
	idle, calm := time.NewTimer(w.rest), time.NewTimer(w.quiet)
	defer idle.Stop()
	defer calm.Stop()
	settle := func(batch []*job) {
		if w.settle(batch) {
			idle.Reset(w.rest)
			calm.Reset(w.quiet)
		}
	}
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
			settle(batch)
			clear(batch)
			continue
		case stopping:
			return
		}
		select {
		case j := <-w.queue:
			settle(w.gather(append(batch, j)))
		case e := <-w.errands:
			e.done <- e.do(context.Background())
			idle.Reset(w.rest)
		case <-idle.C:
			if w.lieDown(); !w.resting {
				idle.Reset(w.rest)
			}
		case <-calm.C:
			calm.Reset(w.quiet)
			select {
			case w.quietly <- struct{}{}:
			default: // it has been told
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

// lieDown empties the log when nobody writes: a file that has grown large gets small again, and the next power cut
// finds nothing to lose. While there is more to fold in than a moment allows, that is left to the checkpointer, since
// whoever comes meanwhile would wait; then it happens the next time.
func (w *writer) lieDown() {
	if w.resting || w.rewrite != nil {
		return
	}
	if log, err := w.state(context.Background()); err == nil && log.left() > fewFrames {
		w.askToFold()
		return
	}
	w.foldDown()
}

// foldDown folds the log into the file and empties it. A reader can keep it from happening. An error here fails
// nobody's write, and shows again at the next one.
func (w *writer) foldDown() {
	ctx := context.Background()
	if w.hurried(ctx, foldAll) != nil {
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

// settle commits a batch and tells every submitter its outcome. It reports whether anybody has written.
func (w *writer) settle(batch []*job) (somebody bool) {
	somebody = slices.ContainsFunc(batch, func(j *job) bool { return !j.nobody })
	if somebody {
		w.rewrite.disturb()
	}
	outcomes := make([]error, len(batch))
	err := w.commit(batch, outcomes)
	w.counts.count(outcomes, err)
	for i, j := range batch {
		if outcomes[i] == nil {
			outcomes[i] = err
		}
		w.waits(j, -1)
		j.done <- outcomes[i]
	}
	w.askForMore()
	return somebody
}

// askForMore asks for a checkpoint when much was written since one was asked for.
func (w *writer) askForMore() {
	log, err := w.state(context.Background())
	if err == nil && log.left() > foldAfter && (log.frames < w.asked || log.frames > w.asked+foldAfter) {
		w.asked = log.frames
		w.askToFold()
	}
}

// askToFold asks for a checkpoint beside the writer.
func (w *writer) askToFold() {
	select {
	case w.fold <- struct{}{}:
	default: // one is asked for already
	}
}

// state asks how long the log is.
func (w *writer) state(ctx context.Context) (log logState, err error) {
	var busy int
	err = w.controls[askLog].QueryRowContext(ctx).Scan(&busy, &log.frames, &log.folded)
	return log, err
}

// commit runs a batch in one transaction. It sets the outcome of each job that failed for itself and returns an error
// when the transaction, and so every other job, failed.
func (w *writer) commit(batch []*job, outcomes []error) error {
	ctx := context.Background() // never one that can be cancelled
	err := w.tryCommit(ctx, batch, outcomes)
	if errors.Is(err, ErrNoSpace) {
		// The log may take most of the disk, and the file need little of that. Whoever tries again finds room.
		if !w.resting && w.rewrite == nil {
			w.foldDown()
		}
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
		outcomes[i] = Classify(w.watched(shared.apply)(ctx, j.do))
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

// applying runs one job of a transaction.
type applying func(ctx context.Context, do func(Tx) error) error

// watched tells w.look how many rows a job has changed.
func (w *writer) watched(apply applying) applying {
	if w.look == nil {
		return apply
	}
	return func(ctx context.Context, do func(Tx) error) error {
		var before, after int
		err := w.controls[changed].QueryRowContext(ctx).Scan(&before)
		err = errors.Join(apply(ctx, do), err)
		if e := w.controls[changed].QueryRowContext(ctx).Scan(&after); e == nil {
			w.look(after - before)
		}
		return err
	}
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
