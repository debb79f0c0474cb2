package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"dossier/internal/account"
	"dossier/internal/classroom"
)

// SetDoor says who may come into a teacher's class with its code. ErrNotFound.
func (s *Store) SetDoor(ctx context.Context, teacher classroom.TeacherID, class classroom.ClassID,
	door classroom.Door) (err error) {
	defer wrap(&err, "set the door of class %d", class)
	return s.write(ctx, func(t tx) error {
		if err := changeOne(ctx, t, `UPDATE class SET door = ?3 WHERE `+taughtClass, class, teacher,
			string(door)); err != nil {
			return err
		}
		return audit(ctx, t, millis(s.now()), actorTeacher(teacher), "door "+string(door), fmt.Sprintf("class %d", class))
	})
}

// SetPlaces says how many students a teacher's class takes; 0 for as many as come. Nobody who is in it has to go.
// ErrNotFound.
func (s *Store) SetPlaces(ctx context.Context, teacher classroom.TeacherID, class classroom.ClassID,
	places int) (err error) {
	defer wrap(&err, "set the places of class %d", class)
	return s.write(ctx, func(t tx) error {
		if err := changeOne(ctx, t, `UPDATE class SET places = ?3 WHERE `+taughtClass, class, teacher,
			sql.NullInt64{Int64: int64(places), Valid: places > 0}); err != nil {
			return err
		}
		return audit(ctx, t, millis(s.now()), actorTeacher(teacher), "set places", fmt.Sprintf("class %d", class))
	})
}

// taughtClass limits a statement on classes to class ?1, if teacher ?2 teaches it.
const taughtClass = `id IN (SELECT class_id FROM class_teacher WHERE class_id = ?1 AND teacher_id = ?2)`

// holdClass keeps a class for the rest of a transaction, so that two who count its places or its teachers do so one
// after the other. ErrNotFound.
func holdClass(ctx context.Context, t tx, class classroom.ClassID) error {
	return changeOne(ctx, t, `UPDATE class SET places = places WHERE id = ?1`, class)
}

// hasPlace is the condition on a class c that is taught and not full.
const hasPlace = `c.archived_at IS NULL
	AND (c.places IS NULL OR (SELECT count(*) FROM student s WHERE s.class_id = c.id) < c.places)`

// newcomer is somebody whose name a class does not have.
type newcomer struct{ name, key, pinHash string }

// takePlace makes a student of a newcomer, if the class still has a place; whatever its door when agreed, which is when
// a teacher lets them in. The caller holds the class. ErrConflict when the name is taken, ErrLocked when nobody gets
// in.
func takePlace(ctx context.Context, t tx, class classroom.ClassID, who newcomer, agreed bool,
	now int64) (id classroom.StudentID, err error) {
	err = t.QueryRowContext(ctx, `
		INSERT INTO student (class_id, name, name_key, pin_hash, created_at, last_active_at)
		SELECT c.id, ?2, ?3, ?4, ?5, ?5 FROM class c WHERE c.id = ?1 AND (?6 OR c.door = 'open') AND `+hasPlace+`
		ON CONFLICT (class_id, name_key) DO NOTHING RETURNING id`,
		class, who.name, who.key, who.pinHash, now, agreed).Scan(&id)
	if !errors.Is(err, sql.ErrNoRows) {
		return id, err
	}
	return 0, whyNot(ctx, t, class, who.key)
}

// whyNot says why a newcomer was not taken: the name is there already, or nobody gets in.
func whyNot(ctx context.Context, t tx, class classroom.ClassID, key string) error {
	var same int
	err := t.QueryRowContext(ctx, `SELECT count(*) FROM student WHERE class_id = ?1 AND name_key = ?2`, class, key).
		Scan(&same)
	if err == nil && same > 0 {
		return ErrConflict
	}
	return errors.Join(err, ErrLocked)
}

// DoorCounts is how many are at a class: those in it, those of them who did something since a time, and those who wait.
// Who was only put on the list has done nothing.
type DoorCounts struct{ Students, Active, Waiting int }

// DoorCounts counts who is in a class and at its door. The caller has checked whose class it is.
func (s *Store) DoorCounts(ctx context.Context, class classroom.ClassID, since time.Time) (n DoorCounts, err error) {
	defer wrap(&err, "count at the door of class %d", class)
	err = s.read.QueryRowContext(ctx, `
		SELECT (SELECT count(*) FROM student WHERE class_id = ?1),
			(SELECT count(*) FROM student WHERE class_id = ?1 AND last_active_at > ?2 AND pin_hash <> ?4),
			(SELECT count(*) FROM waiting WHERE class_id = ?1 AND student_id IS NULL AND asked_at > ?3)`,
		class, millis(since), s.waitsSince(), account.NoPIN).Scan(&n.Students, &n.Active, &n.Waiting)
	return n, err
}
