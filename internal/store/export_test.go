package store

import (
	"context"
	"database/sql"
	"io/fs"
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

func (s *Store) Reader() *sql.DB { return s.readers }

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
