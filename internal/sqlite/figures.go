package sqlite

import (
	"sync/atomic"
	"time"
)

// counts are what the writer has done since it was started.
type counts struct{ writes, commits, failed atomic.Uint64 }

// Figures is what the engine tells whoever watches over the program.
type Figures struct {
	Writes  uint64 // that were stored since the start
	Commits uint64 // in which they were stored; Writes by Commits is how many share one wait for the disk
	Failed  uint64 // commits that failed
	Log     int64  // bytes of the write-ahead log; 0 when there is none
	Backup  time.Time
}

// Figures counts. Backup is when the newest copy in the folder of backups was made; zero when there is none.
func (db *DB) Figures() (f Figures, err error) {
	f = Figures{
		Writes: db.writer.counts.writes.Load(), Commits: db.writer.counts.commits.Load(),
		Failed: db.writer.counts.failed.Load(),
	}
	size, err := sizeOf(db.path + "-wal")
	if err != nil {
		return f, Classify(err)
	}
	f.Log = max(size, 0)
	all, err := db.Backups()
	if err != nil {
		return f, Classify(err)
	}
	if len(all) > 0 {
		f.Backup = all[0].At
	}
	return f, nil
}

// count notes the outcome of a batch.
func (c *counts) count(outcomes []error, err error) {
	if err != nil {
		c.failed.Add(1)
		return
	}
	c.commits.Add(1)
	for _, outcome := range outcomes {
		if outcome == nil {
			c.writes.Add(1)
		}
	}
}
