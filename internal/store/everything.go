package store

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"dossier/internal/classroom"
)

// theirTables are all tables in which something stands about a student ?1, and which rows are theirs. A test compares
// them with what the schema says belongs to a student.
var theirTables = []struct{ name, whose string }{
	{"student", `id = ?1`},
	{"former", `now_id = ?1`},
	{"session", `student_id = ?1`},
	{"device", `student_id = ?1`},
	{"waiting", `student_id = ?1`},
	{"roster_held", `student_id = ?1`},
	{"group_member", `student_id = ?1`},
	{"assignment_grant", `student_id = ?1`},
	{"section_read", `student_id = ?1`},
	{"quiz_progress", `student_id = ?1`},
	{"attempt", `student_id = ?1`},
	{"attempt_question", `attempt_id IN (SELECT id FROM attempt WHERE student_id = ?1)`},
	{"response", theirAttempts},
	{"latest_answer", `student_id = ?1`},
	{"unmatched", theirResponses},
	{"regrade", theirResponses},
	{"written_level", theirResponses},
	{"written_open", `student_id = ?1`},
	{"trust", `student_id = ?1`},
	{"card_guess", `student_id = ?1`},
	{"pick", `student_id = ?1`},
	{"reason", `student_id = ?1`},
	{"nudge_closed", `student_id = ?1`},
	{"calibration", `student_id = ?1`},
	{"essay", `student_id = ?1`},
	{"essay_text", theirEssays},
	{"essay_event", theirEssays},
	{"judgement", theirEssays},
	{"next_step", theirEssays},
	{"mark_note", theirEssays},
	{"mark", theirEssays},
	{"mark_level", `mark_id IN (SELECT m.id FROM mark m JOIN essay e ON e.id = m.essay_id WHERE e.student_id = ?1)`},
}

const (
	theirAttempts  = `attempt_id IN (SELECT id FROM attempt WHERE student_id = ?1)`
	theirResponses = `response_id IN (SELECT r.id FROM response r JOIN attempt a ON a.id = r.attempt_id
		WHERE a.student_id = ?1)`
	theirEssays = `essay_id IN (SELECT id FROM essay WHERE student_id = ?1)`
)

// withheld are columns that say nothing about anybody and would let whoever reads them in, or tell how to guess a PIN.
var withheld = []string{"pin_hash", "token_hash", "browser", "device", "deal_key", "form_token", "name_key", "tab"}

// Row is what stands in a row, by column.
type Row map[string]any

// Everything is all that is stored about a student, row by row, by table: for somebody who asks what is known about
// them. Times are written out, in UTC. What would let its reader in is left out. A teacher's private note is in it.
// ErrNotFound when there is no such student.
func (s *Store) Everything(ctx context.Context, student classroom.StudentID) (all map[string][]Row, err error) {
	defer wrap(&err, "everything about student %d", student)
	all = map[string][]Row{}
	for _, table := range theirTables {
		rows, err := rowsOf(ctx, s.read, `SELECT * FROM `+table.name+` WHERE `+table.whose, student)
		if err != nil {
			return nil, err
		}
		if len(rows) > 0 {
			all[table.name] = rows
		}
	}
	if len(all["student"]) == 0 {
		return nil, ErrNotFound
	}
	return all, nil
}

func rowsOf(ctx context.Context, q tx, query string, args ...any) (all []Row, err error) {
	rows, err := q.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	columns, err := rows.Columns()
	if err != nil {
		return nil, err
	}
	for rows.Next() {
		values, into := make([]any, len(columns)), make([]any, len(columns))
		for i := range values {
			into[i] = &values[i]
		}
		if err := rows.Scan(into...); err != nil {
			return nil, err
		}
		row := Row{}
		for i, column := range columns {
			if !slices.Contains(withheld, column) {
				row[column] = readable(column, values[i])
			}
		}
		all = append(all, row)
	}
	return all, rows.Err()
}

// readable writes a value so that somebody can read it: times as such, and what is JSON already as it is.
func readable(column string, value any) any {
	switch v := value.(type) {
	case int64:
		if v > 0 && (strings.HasSuffix(column, "_at") || strings.HasSuffix(column, "_until")) {
			return fromMillis(v).UTC().Format(time.RFC3339)
		}
	case string:
		if strings.HasPrefix(v, "{") && json.Valid([]byte(v)) {
			return json.RawMessage(v)
		}
	case []byte:
		return fmt.Sprintf("%x", v)
	}
	return value
}

// StoredAbout counts what is stored about a student or a guest. ErrNotFound.
func (s *Store) StoredAbout(ctx context.Context, student classroom.StudentID) (c classroom.Stored, err error) {
	defer wrap(&err, "what is stored about student %d", student)
	var since, last int64
	err = s.read.QueryRowContext(ctx, `SELECT st.created_at, st.last_active_at, st.note <> '',
		(SELECT count(*) FROM attempt a JOIN response r ON r.attempt_id = a.id WHERE a.student_id = st.id),
		(SELECT count(*) FROM attempt WHERE student_id = st.id AND kind = 'quiz'),
		(SELECT count(*) FROM section_read WHERE student_id = st.id),
		(SELECT count(*) FROM essay WHERE student_id = st.id),
		(SELECT count(*) FROM essay e JOIN essay_text x ON x.essay_id = e.id WHERE e.student_id = st.id),
		(SELECT count(*) FROM pick WHERE student_id = st.id),
		(SELECT count(*) FROM trust WHERE student_id = st.id) + (SELECT count(*) FROM card_guess WHERE student_id = st.id)
			+ (SELECT count(*) FROM reason WHERE student_id = st.id),
		(SELECT count(*) FROM calibration WHERE student_id = st.id)
			+ (SELECT count(*) FROM essay e JOIN judgement j ON j.essay_id = e.id WHERE e.student_id = st.id),
		(SELECT count(*) FROM essay e JOIN mark m ON m.essay_id = e.id WHERE e.student_id = st.id),
		(SELECT count(*) FROM session WHERE student_id = st.id)
		FROM student st WHERE st.id = ?1`, student).Scan(&since, &last, &c.HasNote, &c.Answers, &c.Attempts, &c.Sections,
		&c.Essays, &c.Texts, &c.Evidence, &c.Guesses, &c.Own, &c.Marks, &c.Sessions)
	c.Since, c.Last = fromMillis(since), fromMillis(last)
	return c, err
}
