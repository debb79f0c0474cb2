package sqlite

import (
	"context"
	"database/sql"
	"regexp"
	"sync"
)

// bound is a value that is compared with something, or a limit.
var bound = regexp.MustCompile(`(=|\bIS|\bLIMIT)\s*\?`)

// steadied holds what steady has made of each statement. There are as many as the program has.
var steadied sync.Map

// steady spells a statement so that SQLite compiles it once, and not again each time that it is used: of a bare
// parameter in a comparison SQLite looks at the value when it makes its plan, and makes the plan anew for another
// value, which takes longer than most statements do. A plus in front of the parameter changes neither the value, of
// whatever type, nor which index serves; the plan is then the same for every value.
// https://sqlite.org/c3ref/c_dbconfig_defensive.html#sqlitedbconfigenableqpsg would be the same by a setting, but the
// driver cannot make it.
func steady(query string) string {
	if spelt, ok := steadied.Load(query); ok {
		return spelt.(string)
	}
	spelt := bound.ReplaceAllString(query, "$1 +?")
	steadied.Store(query, spelt)
	return spelt
}

// steadyReader is a pool whose statements keep their plan.
type steadyReader struct{ *sql.DB }

func (r steadyReader) ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error) {
	return r.DB.ExecContext(ctx, steady(query), args...)
}

func (r steadyReader) QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	return r.DB.QueryContext(ctx, steady(query), args...)
}

func (r steadyReader) QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row {
	return r.DB.QueryRowContext(ctx, steady(query), args...)
}
