package store

import (
	"context"
	"database/sql"
	"io/fs"

	"dossier/internal/classroom"
	"dossier/internal/essay"
)

// What the tests of this package see of its inside.

type Tx = tx

var (
	OpenSchema = openSchema
	Schema     = schema
	Latest     = latest
	Classify   = classify
	IsUnique   = isUnique

	ErrVanished = errVanished
)

const Readers = readers

func (s *Store) Write(ctx context.Context, do func(Tx) error) error { return s.write(ctx, do) }

// Submit queues a write and returns how to wait for it, so that a test decides what shares a batch.
func (s *Store) Submit(ctx context.Context, do func(Tx) error) (wait func() error, err error) {
	j, err := s.writer.submit(ctx, do)
	return func() error { return s.writer.wait(j) }, err
}

func (s *Store) Reader() *sql.DB { return s.read }

func (s *Store) Path() string { return s.path }

// MigrateOnly makes a database of the given schema at path, an absolute path.
func MigrateOnly(ctx context.Context, path string, schema fs.FS) error {
	if err := create(path); err != nil {
		return err
	}
	target, err := latest(schema)
	if err != nil {
		return err
	}
	return migrate(ctx, path, schema, target)
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
