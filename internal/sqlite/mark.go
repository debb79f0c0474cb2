package sqlite

import (
	"bytes"
	"context"
	"crypto/rand"
	"database/sql"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
)

// The mark says, in the file itself, whether the file is complete without its write-ahead log. It is what makes a log
// that has gone noticeable, and a log that belongs to another database.
//
//	closed   everything is in the file. A log beside it holds the mark and nothing else, or ends with it, or is not its
//	         own.
//	opening  first thing written when work begins. It is folded into the file at once.
//	open     first thing written after that, so that the log is never empty while the file needs it.
//
// From "closed" a log of the database's own can only begin with "opening" or "closed": a log that begins with anything
// else was made beside another file. Beside "open" the file keeps the salt of its log, and a log that is begun anew the
// one from before: SQLite counts the salt up whenever it starts the log over, and a log of another file has one from
// somewhere else.
const (
	metaMark    = "clean" // the name that the first version gave it
	markClosed  = "1"
	markOpening = "opening"
	markOpen    = "open"
	markOpenV1  = "0" // what the first version wrote for open; it emptied the log when it started

	metaLog  = "log"      // the salt of the log, as eight hexadecimal digits
	metaOver = "log_over" // what metaLog was before the mark "opening"
)

// beginWork marks the database as open before anything else is written.
func beginWork(ctx context.Context, conn *sql.Conn) error {
	over, err := lastLog(ctx, conn)
	if err != nil {
		return err
	}
	if err := setMetas(ctx, conn, metaMark, markOpening, metaLog, over, metaOver, over); err != nil {
		return err
	}
	// Another reader may keep it out of the file. Then the log begins with it, which says just as much.
	if _, err := checkpoint(ctx, conn, "PASSIVE"); err != nil {
		return err
	}
	salt, err := saltOf(ctx, conn)
	if err != nil {
		return err
	}
	// What changes is written: the log may be started over with this.
	return setMetas(ctx, conn, metaMark, markOpen, metaLog, salt, metaOver, over+".")
}

// lastLog is the salt of the log that the database had before. One is made up where there was none, so that the next
// log has something to refer to.
func lastLog(ctx context.Context, t Tx) (salt string, err error) {
	salt, _, err = meta(ctx, t, metaLog)
	if err == nil && salt == "" {
		fresh := make([]byte, 4)
		rand.Read(fresh) // never fails
		salt = hex.EncodeToString(fresh)
	}
	return salt, err
}

// saltOf reads the salt that the log of a connection has at the moment; "" when the log is empty.
func saltOf(ctx context.Context, conn *sql.Conn) (string, error) {
	var path string
	err := conn.QueryRowContext(ctx, `SELECT file FROM pragma_database_list WHERE name = 'main'`).Scan(&path)
	if err != nil {
		return "", err
	}
	file, err := os.Open(path + "-wal") // SQLite has no locks in it that closing would let go of
	if err != nil {
		return "", err
	}
	defer file.Close()
	header := make([]byte, logHeaderSize)
	switch _, err := io.ReadFull(file, header); {
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return "", nil // the file said "opening" already, so that nothing had to be written
	case err != nil:
		return "", fmt.Errorf("read the log: %w", err)
	}
	return hex.EncodeToString(header[16:20]), nil
}

// follows says that a log with this salt is the one that had the salt was, as hexadecimal digits, or was started over
// from it.
func follows(salt []byte, was string) bool {
	const restarts = 1 << 20 // more than there are in any run
	before, err := hex.DecodeString(was)
	return err == nil && len(before) == 4 && binary.BigEndian.Uint32(salt)-binary.BigEndian.Uint32(before) < restarts
}

// endWork folds the log into the file, marks the file as complete and empties the log. errBusy when somebody else is
// reading. What is in the log then stays there, with the mark behind it: SQLite folds it in when that reader closes,
// and the file says that it is complete only once it is.
func endWork(ctx context.Context, conn *sql.Conn) error {
	err := foldAll(ctx, conn)
	if errors.Is(err, errBusy) {
		return errors.Join(err, setMeta(ctx, conn, metaMark, markClosed))
	}
	if err != nil {
		return err
	}
	return seal(ctx, conn)
}

// foldAll folds the log in and has it started over with the next write. The file is not cut to nothing: until the mark
// says that the file is complete, an empty log would look like a lost one.
func foldAll(ctx context.Context, conn *sql.Conn) error { return fold(ctx, conn, "RESTART") }

// seal follows foldAll, so that the mark is all that the log holds while it says "closed".
func seal(ctx context.Context, conn *sql.Conn) error {
	if err := setMeta(ctx, conn, metaMark, markClosed); err != nil {
		return err
	}
	return fold(ctx, conn, "TRUNCATE")
}

var errBusy = fmt.Errorf("%w: checkpoint: another program is reading the database", ErrHeld)

// fold is a checkpoint that has to fold in everything.
func fold(ctx context.Context, conn *sql.Conn, mode string) error {
	complete, err := checkpoint(ctx, conn, mode)
	if err == nil && !complete {
		err = errBusy
	}
	return err
}

// checkpoint folds what it can of the write-ahead log into the file; complete says that this was everything.
func checkpoint(ctx context.Context, conn *sql.Conn, mode string) (complete bool, err error) {
	log, busy, err := foldSome(ctx, conn, mode)
	return !busy && log.left() == 0, err
}

// logState is how long the log is.
type logState struct {
	frames int // pages that were written into it, each as often as it was
	folded int // how many of them the file has
}

func (l logState) left() int { return l.frames - l.folded }

// foldSome is checkpoint, and says how long the log is afterwards.
func foldSome(ctx context.Context, conn *sql.Conn, mode string) (log logState, busy bool, err error) {
	err = conn.QueryRowContext(ctx, "PRAGMA wal_checkpoint("+mode+")").Scan(&busy, &log.frames, &log.folded)
	if err != nil {
		err = fmt.Errorf("checkpoint: %w", err)
	}
	return log, busy, err
}

// markInFile reads the mark, and the salt of the log, from the file alone, without its log; "" when there is none.
func markInFile(ctx context.Context, path string) (mark, salt string) {
	db, err := openPool(path, fileAloneSettings, 1)
	if err != nil {
		return "", ""
	}
	defer db.Close()
	mark, _, err = meta(ctx, db, metaMark)
	if err != nil {
		return "", "" // a file that a crash left half folded in; with its log it may be whole
	}
	if salt, _, err = meta(ctx, db, metaLog); err != nil {
		return "", ""
	}
	return mark, salt
}

// foreign says that the log of a file with this mark, and this salt of a log, was made beside another file.
func foreign(mark, salt string, log logFile) bool {
	const markOnly = 3 // frames: no log that holds the mark alone is longer
	written := func(pages []byte, mark string) bool { return bytes.Contains(pages, []byte(metaMark+mark)) }
	if (mark == markOpen || mark == markOpening) && salt != "" && log.committed > 0 {
		return !follows(log.salt, salt) && !bytes.Contains(log.first, []byte(metaOver+salt))
	}
	return mark == markClosed && log.committed > markOnly &&
		!written(log.first, markOpening) && !written(log.first, markClosed) &&
		!written(log.last, markClosed) // the first version wrote it behind everything else
}

// incomplete says in a few words what is wrong with the log of a file with this mark; "" when nothing is.
func incomplete(mark string, log logFile) string {
	if mark != markOpen && mark != markOpening && mark != markOpenV1 {
		return ""
	}
	switch {
	case log.size < 0:
		return "has gone since"
	case log.bare && mark != markOpenV1:
		return "is empty"
	case log.headless || log.lost:
		return "is damaged"
	}
	return ""
}
