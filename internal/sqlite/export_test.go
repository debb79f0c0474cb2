package sqlite

import (
	"context"
	"database/sql"
	"time"
)

// What the tests of this package see of its inside.

var ErrVanished = errVanished

const Readers = readers

// Steady is how a statement is spelt for SQLite.
var Steady = steady

// Submit queues a write and returns how to wait for it, so that a test decides what shares a batch.
func (db *DB) Submit(ctx context.Context, do func(Tx) error) (wait func() error, err error) {
	j, err := db.writer.submit(ctx, do)
	return func() error { return db.writer.wait(j) }, err
}

func (db *DB) Reader() *sql.DB { return db.read }

func (db *DB) Path() string { return db.path }

// RestAfter has the log folded in when nobody has written for a while.
func RestAfter(d time.Duration) Option { return func(o *options) { o.rest = d } }

// RestoreCut is Restore that asks after each step whether to go on.
var RestoreCut = restore

// TakeSteps has somebody else take the steps of backups and restores that have to last.
func TakeSteps(by fileSteps) { lasting = by }

// EachStep has do called after each step of a rewriting.
func EachStep(do func()) Option { return func(o *options) { o.step = do } }
