package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"dossier/internal/classroom"
)

// wrap adds the operation to an error that leaves the package, and turns "no row" into ErrNotFound.
func wrap(err *error, format string, args ...any) {
	if *err == nil {
		return
	}
	if errors.Is(*err, sql.ErrNoRows) {
		*err = ErrNotFound
	}
	*err = fmt.Errorf("store: "+format+": %w", append(args, *err)...)
}

func millis(t time.Time) int64 { return t.UnixMilli() }

func fromMillis(ms int64) time.Time { return time.UnixMilli(ms).UTC() }

// seenAt is when a student was last active; zero for one who was put on the list and has not come in yet.
func seenAt(ms int64) time.Time {
	if ms == 0 {
		return time.Time{}
	}
	return fromMillis(ms)
}

// HasOwner reports whether the program was set up.
func (s *Store) HasOwner(ctx context.Context) (_ bool, err error) {
	defer wrap(&err, "has owner")
	var n int
	err = s.read.QueryRowContext(ctx, `SELECT count(*) FROM teacher WHERE owner = 1`).Scan(&n)
	return n > 0, err
}

// CreateOwner makes the first teacher with a first class and returns both. ErrConflict when there is an owner already.
func (s *Store) CreateOwner(ctx context.Context, name, nameKey, passHash, className, code,
	formToken string) (teacher classroom.TeacherID, class classroom.ClassID, err error) {
	defer wrap(&err, "create owner")
	err = s.write(ctx, func(t tx) error {
		now := millis(s.now())
		err := t.QueryRowContext(ctx, `INSERT INTO teacher (name, name_key, pass_hash, owner, created_at)
			VALUES (?1, ?2, ?3, 1, ?4) RETURNING id`,
			name, nameKey, passHash, now).
			Scan(&teacher)
		if isUnique(err) {
			return ErrConflict
		}
		if err != nil {
			return err
		}
		if class, err = insertClass(ctx, t, teacher, className, code, formToken, now); err != nil {
			return err
		}
		return audit(ctx, t, now, actorTeacher(teacher), "set up", "")
	})
	return teacher, class, err
}

// TeacherByName finds a teacher by name and folded name, as StudentByName does a student. ErrNotFound.
func (s *Store) TeacherByName(ctx context.Context, name, nameKey string) (_ classroom.Teacher, err error) {
	defer wrap(&err, "teacher by name")
	var t classroom.Teacher
	err = s.read.QueryRowContext(ctx, `SELECT id, name, pass_hash, owner FROM teacher
		WHERE (name = ?1 OR name_key = ?2) AND left_at IS NULL
		ORDER BY CASE WHEN name = ?1 THEN 0 ELSE 1 END, id LIMIT 1`, name, nameKey).
		Scan(&t.ID, &t.Name, &t.PassHash, &t.Owner)
	return t, err
}

func actorTeacher(id classroom.TeacherID) string { return fmt.Sprintf("teacher %d", id) }

// audit records who did what to whom; never names, answers or secrets.
func audit(ctx context.Context, t tx, at int64, actor, action, subject string) error {
	_, err := t.ExecContext(ctx, `INSERT INTO audit (at, actor, action, subject, owners) VALUES (?1, ?2, ?3, ?4, ?5)`,
		at, actor, action, subject, classroom.ForOwner(action))
	return err
}
