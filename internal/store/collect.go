package store

import "context"

// scanner is a row, or the rows at the one they have come to.
type scanner interface{ Scan(dest ...any) error }

// collect runs a query and reads all its rows.
func collect[T any](
	ctx context.Context, q tx, scan func(scanner) (T, error), query string, args ...any,
) (all []T, err error) {
	rows, err := q.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		v, err := scan(rows)
		if err != nil {
			return nil, err
		}
		all = append(all, v)
	}
	return all, rows.Err()
}

// changed runs a statement and says whether it changed a row: a statement that carries its guard changes none when
// somebody else was faster.
func changed(ctx context.Context, t tx, statement string, args ...any) (bool, error) {
	res, err := t.ExecContext(ctx, statement, args...)
	if err != nil {
		return false, err
	}
	n, err := res.RowsAffected()
	return n > 0, err
}

// insertRow inserts a row and returns its number. RETURNING would do the same by way of a table of its own, which
// takes SQLite as long as the row.
func insertRow(ctx context.Context, t tx, statement string, args ...any) (id int64, err error) {
	res, err := t.ExecContext(ctx, statement, args...)
	if err != nil {
		return 0, err
	}
	return res.LastInsertId()
}
