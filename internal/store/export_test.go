package store

import (
	"context"
	"database/sql"
	"io/fs"
	"time"
)

// What the tests of this package see of its inside.

type Tx = tx

var Schema = schema

func (s *Store) Write(ctx context.Context, do func(Tx) error) error { return s.write(ctx, do) }

func (s *Store) Reader() *sql.DB { return s.read.(*sql.DB) }

// MigrateOnly makes a database of the given schema in a folder.
func MigrateOnly(ctx context.Context, dir string, schema fs.FS) error {
	s, err := openSchema(ctx, dir, time.Now, schema)
	if err != nil {
		return err
	}
	return s.Close()
}
