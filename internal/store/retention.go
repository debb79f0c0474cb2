package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strconv"
	"time"

	"dossier/internal/classroom"
)

const metaKeepDays = "keep_days" // see classroom.KeepDays

// KeepDays is for how many days nobody has used a class until its teacher is asked what is to become of it.
func (s *Store) KeepDays(ctx context.Context) (days int, err error) {
	defer wrap(&err, "days to keep")
	value, err := metaValue(ctx, s.read, metaKeepDays)
	if errors.Is(err, sql.ErrNoRows) {
		return classroom.KeepDays, nil
	}
	if err != nil {
		return 0, err
	}
	return strconv.Atoi(value)
}

// SetKeepDays chooses another number of days. ErrConflict when classroom.AllowedKeep forbids it.
func (s *Store) SetKeepDays(ctx context.Context, owner classroom.TeacherID, days int) (err error) {
	defer wrap(&err, "set days to keep")
	if !classroom.AllowedKeep(days) {
		return ErrConflict
	}
	return s.write(ctx, func(t tx) error {
		if err := setMetaValue(ctx, t, metaKeepDays, strconv.Itoa(days)); err != nil {
			return err
		}
		return audit(ctx, t, millis(s.now()), actorOf(owner), "set days to keep", fmt.Sprintf("%d days", days))
	})
}

// ClassUses says of each class of a teacher when it was last used; of all classes for teacher 0.
func (s *Store) ClassUses(ctx context.Context, teacher classroom.TeacherID) (all []classroom.ClassUse, err error) {
	defer wrap(&err, "when the classes of teacher %d were used", teacher)
	if teacher == 0 {
		return collect(ctx, s.read, scanClassUse, classUses+`TRUE ORDER BY c.name, c.id`)
	}
	return collect(ctx, s.read, scanClassUse, classUses+`c.id IN (SELECT class_id FROM class_teacher
		WHERE teacher_id = ?1) ORDER BY c.name, c.id`, teacher)
}

// OldClassUses does that for the classes of the whole school that were made by a time, and of which nobody has said
// since then that they are to be kept: no other can be due.
func (s *Store) OldClassUses(ctx context.Context, made time.Time) (all []classroom.ClassUse, err error) {
	defer wrap(&err, "when old classes were used")
	return collect(ctx, s.read, scanClassUse, classUses+`c.created_at <= ?1 AND coalesce(c.kept_at, 0) <= ?1
		ORDER BY c.name, c.id`, millis(made))
}

const classUses = `SELECT ` + classColumns + `, c.created_at,
		coalesce((SELECT max(last_active_at) FROM student WHERE class_id = c.id), 0),
		coalesce((SELECT max(created_at) FROM assignment WHERE class_id = c.id), 0), c.kept_at
	FROM class c WHERE `

func scanClassUse(row scanner) (u classroom.ClassUse, err error) {
	var made, active, handed int64
	var kept sql.NullInt64
	err = row.Scan(&u.ID, &u.Name, &u.Code, &u.Students, &u.Demo, &u.Archived, &u.Door, &u.Places, &made, &active,
		&handed, &kept)
	u.Used = fromMillis(max(made, active, handed))
	if kept.Valid {
		u.Kept = fromMillis(kept.Int64)
	}
	return u, err
}

// KeepClass notes that a class of this teacher is to be kept although nobody uses it. ErrNotFound.
func (s *Store) KeepClass(ctx context.Context, teacher classroom.TeacherID, class classroom.ClassID) (err error) {
	defer wrap(&err, "keep class %d", class)
	return s.write(ctx, func(t tx) error {
		now := millis(s.now())
		if err := changeOne(ctx, t, `UPDATE class SET kept_at = ?3 WHERE `+taughtClass, class, teacher, now); err != nil {
			return err
		}
		return audit(ctx, t, now, actorTeacher(teacher), "keep class", classSubject(class))
	})
}
