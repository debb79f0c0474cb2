package web

import (
	"context"
	"errors"
	"fmt"
	"time"

	"dossier/internal/store"
)

// What is said when the disk of the server is filling up.

// watchEvery is how often the log is told when the space has become short, or is enough again.
const watchEvery = time.Minute

// fullDisk reports whether a write failed because of the disk.
func fullDisk(err error) bool {
	return errors.Is(err, store.ErrNoSpace) || errors.Is(err, store.ErrReadOnly) || errors.Is(err, store.ErrIO) ||
		errors.Is(err, store.ErrMoved)
}

// spaceNotice is what a teacher reads on every page while space is short; "" when there is enough. The owner hears of
// it before anybody is stopped.
func (s *Server) spaceNotice(r *request) string {
	space := s.Store.Space()
	switch {
	case r.teacher == nil || !space.Low && !space.Moved:
		return ""
	case space.Moved && r.teacher.Owner:
		return "The database of Dossier was moved or deleted while it ran. Nobody's answers are stored now. Put the data " +
			"folder back in its place, and it goes on by itself. If it is gone, stop Dossier and type " +
			"dossier restore --latest."
	case space.Moved:
		return "The server has lost its database. Nobody's answers are stored now. Tell whoever looks after the server, " +
			"and have your class write on paper until this line is gone."
	case space.Spent && r.teacher.Owner:
		return fmt.Sprintf("The disk of the server is full: %d MB are free, and Dossier stops storing below 64. Nobody's "+
			"answers are stored now; everything that was stored can be read. Delete files that nobody needs from that disk, "+
			"and it goes on by itself.", space.Free>>20)
	case space.Spent:
		return "The disk of the server is full. Nobody's answers are stored now; everything that was stored can be read. " +
			"Tell whoever looks after the server, and have your class write on paper until this line is gone."
	case r.teacher.Owner:
		return fmt.Sprintf("The disk of the server is nearly full: %d MB are free. Delete files that nobody needs from that "+
			"disk. Below 64 MB nothing more is stored.", space.Free>>20)
	}
	return ""
}

// remedyOf is what a teacher can do whose form was refused because of the disk.
func remedyOf(r *request) string {
	if r.teacher.Owner {
		return "Look after the disk of the server"
	}
	return "Tell whoever looks after the server"
}

// watchSpace tells the log when the space becomes short, and when it is enough again.
func (s *Server) watchSpace(ctx context.Context, was store.Space) {
	tick := time.NewTicker(watchEvery)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
			was = s.noteSpace(was)
		}
	}
}

// noteSpace compares the space with what it was at the look before, and returns it.
func (s *Server) noteSpace(was store.Space) store.Space {
	space := s.Store.Space()
	switch {
	case space.Moved && !was.Moved:
		s.Log.Warn("the database was moved or deleted: nothing is stored")
	case was.Moved && !space.Moved:
		s.Log.Info("the database is in its place again")
	}
	if space.Low == was.Low && space.Spent == was.Spent {
		return space
	}
	switch megabytes := space.Free >> 20; {
	case space.Spent:
		s.Log.Warn("the disk is full: nothing is stored", "free_mb", megabytes)
	case space.Low:
		s.Log.Warn("the disk is nearly full", "free_mb", megabytes)
	default:
		s.Log.Info("the disk has space again", "free_mb", megabytes)
	}
	return space
}
