package sqlite

import (
	"context"
	"database/sql"
)

const (
	foldAfter = 1000  // frames that are not in the file when a checkpoint is asked for
	fewFrames = 200   // that the writer folds in by itself: a moment even on a slow card
	longLog   = 5000  // 20 MB: from here on the log is to be started over
	mostLog   = 12000 // 48 MB: from here on the writer folds in the rest, however much that is
)

// checkpointer folds the log into the file beside the writer, through a connection of its own. A passive checkpoint
// holds up nobody: on a slow card it takes seconds, in which answers go on being stored.
type checkpointer struct {
	db    *sql.DB
	wake  chan struct{}
	ended chan struct{}
}

func openCheckpointer(path string) (*checkpointer, error) {
	db, err := openPool(path, backupSettings, 1)
	if err != nil {
		return nil, err
	}
	return &checkpointer{db: db, wake: make(chan struct{}, 1), ended: make(chan struct{})}, nil
}

// run goes on after an error: nothing is lost by it, and it shows at the next write.
func (c *checkpointer) run(w *writer) {
	defer close(c.ended)
	ctx := context.Background()
	for range c.wake {
		if conn, err := c.db.Conn(ctx); err == nil {
			c.fold(ctx, conn, w)
			_ = conn.Close()
		}
	}
}

// fold folds in what there is. A log is started over by the first write that finds all of it folded in; while answers
// keep coming none does. So a long log is folded in again at once: each time less has come meanwhile, until it is
// little enough for the writer to do it between two batches. Where writing is faster than folding in, or somebody
// reads for long, that never comes; the writer does it all the same once the log is as long as it may be.
func (c *checkpointer) fold(ctx context.Context, conn *sql.Conn, w *writer) {
	for before := 0; ; {
		log, _, err := foldSome(ctx, conn, "PASSIVE")
		left := log.left()
		switch {
		case err != nil || log.frames < longLog || left == 0:
			return
		case left <= fewFrames || log.frames > mostLog:
			_ = w.alone(ctx, func(ctx context.Context) error { return w.hurried(ctx, foldAll) })
			return
		case before > 0 && left >= before:
			return
		}
		before = left
	}
}

// stop ends it, once the writer has ended.
func (c *checkpointer) stop() error {
	close(c.wake)
	<-c.ended
	return c.db.Close()
}
