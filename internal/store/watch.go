package store

import (
	"context"
	"database/sql"
)

// Watch has look called before every query that is not part of a write, to find out what a page costs. Call Watch
// before the store is used; look is called from many goroutines.
func (s *Store) Watch(look func(query string, args []any)) { s.read = watched{s.read, look} }

type watched struct {
	tx
	look func(query string, args []any)
}

func (w watched) QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	w.look(query, args)
	return w.tx.QueryContext(ctx, query, args...)
}

func (w watched) QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row {
	w.look(query, args)
	return w.tx.QueryRowContext(ctx, query, args...)
}
