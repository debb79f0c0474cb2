package sqlite

import (
	"context"
	"database/sql"
)

// foldAfter is after how many writes the log is folded in: about a thousand pages.
const foldAfter = 200

// checkpointer folds the log into the file beside the writer, through a connection of its own. A passive checkpoint
// holds up nobody: on a slow card it takes seconds, in which answers go on being stored. It cannot start the log over;
// that happens with the first write after everything was folded in.
type checkpointer struct {
	db    *sql.DB
	wake  chan struct{}
	ended chan struct{}
}

func startCheckpointer(path string) (*checkpointer, error) {
	db, err := openPool(path, backupSettings, 1)
	if err != nil {
		return nil, err
	}
	c := &checkpointer{db: db, wake: make(chan struct{}, 1), ended: make(chan struct{})}
	go c.run()
	return c, nil
}

// run goes on after an error: nothing is lost by it, and it shows at the next write.
func (c *checkpointer) run() {
	defer close(c.ended)
	ctx := context.Background()
	for range c.wake {
		if conn, err := c.db.Conn(ctx); err == nil {
			_, _ = checkpoint(ctx, conn, "PASSIVE")
			_ = conn.Close()
		}
	}
}

// stop ends it, once the writer has ended.
func (c *checkpointer) stop() error {
	close(c.wake)
	<-c.ended
	return c.db.Close()
}
