package sqlite

import (
	"context"
	"time"
)

const (
	breath  = 10 * time.Millisecond // between two looks at a log that is being folded in
	breaths = 200                   // and then it is left to whoever reads in it
)

// Breathe waits until the log is short, for whoever deletes very much in many writes. Those would outrun the
// checkpoints beside the writer, until it has to fold in a long log by itself, and answers wait for that. It gives up,
// without an error, when somebody reads in the log for long.
func (db *DB) Breathe(ctx context.Context) error {
	pause := time.NewTicker(breath)
	defer pause.Stop()
	for range breaths {
		var log logState
		if err := db.writer.alone(ctx, func(ctx context.Context) (err error) {
			if log, err = db.writer.state(ctx); log.left() > foldAfter || log.frames > longLog {
				db.writer.askToFold()
			}
			return err
		}); err != nil || log.left() <= foldAfter && log.frames <= longLog {
			return err
		}
		select {
		case <-pause.C:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	return nil
}
