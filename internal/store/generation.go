package store

import (
	"context"
	"sync/atomic"

	"dossier/internal/classroom"
)

// changes counts the writes, so that a reader can tell without a look into the database whether what it has read
// before is still so. A write counts when it has ended, and before anybody is told that it has; also one that failed,
// since what it did may be on the disk all the same.
type changes struct {
	all atomic.Uint64
	// own counts writes that concern one student. Students share a counter when there are very many of them: then what
	// one writes makes the others read once more than they had to.
	own [4096]atomic.Uint64
}

// after counts a write that was made with ctx.
func (c *changes) after(ctx context.Context) {
	if student, ok := ctx.Value(concernsKey{}).(classroom.StudentID); ok {
		c.of(student).Add(1)
		return
	}
	c.all.Add(1)
}

func (c *changes) of(student classroom.StudentID) *atomic.Uint64 {
	return &c.own[uint64(student)%uint64(len(c.own))]
}

type concernsKey struct{}

// Concerning says of the writes that are made with the context that they change nothing but the work of one student,
// and when that student was last seen. Every other write is taken to change anything.
func Concerning(ctx context.Context, student classroom.StudentID) context.Context {
	return context.WithValue(ctx, concernsKey{}, student)
}

// Generation grows with every write that is not known to concern one student alone. What was read after it was asked
// for is still so as long as it is the same, apart from the work of students.
func (s *Store) Generation() uint64 { return s.changes.all.Load() }

// WorkGeneration is the same for the work of one student: it grows with the writes that concern that student alone.
func (s *Store) WorkGeneration(student classroom.StudentID) uint64 {
	return s.changes.of(student).Load()
}
