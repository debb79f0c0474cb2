package store

import (
	"context"
	"database/sql"
	"strings"

	"dossier/internal/classroom"
)

// Staff lists those who teach here and have a word in their name that begins with the folded name found, by name, with
// their classes and when they were last seen: at most limit, after the first skip. "" finds everybody. total is how
// many it finds.
func (s *Store) Staff(ctx context.Context, found string, skip, limit int) (_ []classroom.StaffMember, total int,
	err error) {
	defer wrap(&err, "staff")
	if total, err = s.countStaff(ctx, found); err != nil {
		return nil, 0, err
	}
	all, err := staff(ctx, s.read, `SELECT id, name, name_key, owner, last_seen_at FROM teacher
		WHERE left_at IS NULL AND (?1 = '' OR ' ' || name_key LIKE ?1 ESCAPE '!') ORDER BY name_key LIMIT ?2 OFFSET ?3`,
		wordBegins(found), limit, skip)
	return all, total, err
}

// countStaff counts those whom Staff finds. Everybody is counted already.
func (s *Store) countStaff(ctx context.Context, found string) (n int, err error) {
	if found == "" {
		return n, s.read.QueryRowContext(ctx, `SELECT n FROM school_count WHERE what = 'teacher'`).Scan(&n)
	}
	return n, s.read.QueryRowContext(ctx, `SELECT count(*) FROM teacher
		WHERE left_at IS NULL AND ' ' || name_key LIKE ?1 ESCAPE '!'`, wordBegins(found)).Scan(&n)
}

// wordBegins is what a folded name with a space in front has to be like to have a word that begins with found.
func wordBegins(found string) string {
	if found == "" {
		return ""
	}
	return "% " + strings.NewReplacer("!", "!!", "%", "!%", "_", "!_").Replace(found) + "%"
}

// StaffMember finds a teacher. ErrNotFound, for one who has left too.
func (s *Store) StaffMember(ctx context.Context, teacher classroom.TeacherID) (_ classroom.StaffMember, err error) {
	defer wrap(&err, "teacher %d", teacher)
	found, err := staff(ctx, s.read, `SELECT id, name, name_key, owner, last_seen_at FROM teacher
		WHERE left_at IS NULL AND id = ?1`, teacher)
	if err == nil && len(found) == 0 {
		err = ErrNotFound
	}
	if err != nil {
		return classroom.StaffMember{}, err
	}
	return found[0], nil
}

// staff reads the teachers of a query, by name. Every class of a teacher is a row.
func staff(ctx context.Context, q tx, teachers string, args ...any) (all []classroom.StaffMember, err error) {
	rows, err := q.QueryContext(ctx, `
		SELECT t.id, t.name, t.owner, t.last_seen_at, c.id, c.name, c.archived_at IS NOT NULL,
			(SELECT count(*) FROM class_teacher o WHERE o.class_id = c.id) = 1
		FROM (`+teachers+`) t LEFT JOIN class_teacher ct ON ct.teacher_id = t.id LEFT JOIN class c ON c.id = ct.class_id
		ORDER BY t.name_key, c.name, c.id`, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var m classroom.StaffMember
		var seen, class sql.NullInt64
		var className sql.NullString
		var archived, alone sql.NullBool
		if err := rows.Scan(&m.ID, &m.Name, &m.Owner, &seen, &class, &className, &archived, &alone); err != nil {
			return nil, err
		}
		if n := len(all); n == 0 || all[n-1].ID != m.ID {
			if seen.Valid {
				m.LastSeen = fromMillis(seen.Int64)
			}
			all = append(all, m)
		}
		if class.Valid {
			last := &all[len(all)-1]
			last.Classes = append(last.Classes, classroom.TaughtClass{ID: classroom.ClassID(class.Int64),
				Name: className.String, Archived: archived.Bool, Alone: alone.Bool})
		}
	}
	return all, rows.Err()
}
