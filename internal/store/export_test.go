package store

import (
	"context"
	"io/fs"
	"time"

	"dossier/internal/classroom"
	"dossier/internal/essay"
)

// What the tests of this package see of its inside.

type Tx = tx

var Schema = schema

var Given = given

func (s *Store) Write(ctx context.Context, do func(Tx) error) error { return s.write(ctx, do) }

func (s *Store) Reader() Tx { return s.read }

// MigrateOnly makes a database of the given schema in a folder.
func MigrateOnly(ctx context.Context, dir string, schema fs.FS) error {
	s, err := openSchema(ctx, dir, time.Now, schema)
	if err != nil {
		return err
	}
	return s.Close()
}

// Step takes a step of the author on an essay as somebody has read it, perhaps long ago.
func (s *Store) Step(ctx context.Context, e classroom.Essay, action essay.Action) error {
	return s.write(ctx, func(t tx) error { return move(ctx, t, &e, action, author, millis(s.now()), 0) })
}

// Append adds a text to an essay as somebody has read it, perhaps long ago.
func (s *Store) Append(ctx context.Context, e classroom.Essay, text string) error {
	return s.write(ctx, func(t tx) error {
		return appendText(ctx, t, &e, classroom.NewText{Bench: e.Bench, Tab: "tab", Text: text}, millis(s.now()))
	})
}

// Expire ends the claim of an essay as somebody has read it, perhaps long ago.
func (s *Store) Expire(ctx context.Context, e classroom.Essay) error {
	return s.write(ctx, func(t tx) error { return expireClaim(ctx, t, &e, millis(s.now())) })
}

// WorkOutLatest replaces the latest answers of a student by what follows from all answers.
func (s *Store) WorkOutLatest(ctx context.Context, student classroom.StudentID) error {
	return s.write(ctx, func(t tx) error { return keepAllLatest(ctx, t, student) })
}

// WorkOutProgress replaces what is kept of a student's progress by what follows from all attempts.
func (s *Store) WorkOutProgress(ctx context.Context, student classroom.StudentID) error {
	return s.write(ctx, func(t tx) error {
		if _, err := t.ExecContext(ctx, `DELETE FROM quiz_progress WHERE student_id = ?1`, student); err != nil {
			return err
		}
		return keepAllProgress(ctx, t, student)
	})
}

// Condemn notes that a student is to be deleted for good; CarryOut does it.
func Condemn(ctx context.Context, t Tx, student classroom.StudentID) error {
	return condemn(ctx, t, 0, []classroom.StudentID{student})
}

func (s *Store) CarryOut(ctx context.Context) error { return s.carryOut(ctx, nil) }

// TheirTables lists the tables that are searched for what is stored about a student.
func TheirTables() (names []string) {
	for _, table := range theirTables {
		names = append(names, table.name)
	}
	return names
}
