package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"dossier/internal/classroom"
)

// Ask is somebody with a name that the class does not have, and the browser at which they wait to be let in.
type Ask struct {
	Name, NameKey, PINHash string
	Browser                [32]byte // hash of its token
	Device                 []byte   // the computer's cookie, hashed
	Along                  bool     // the work of the guest at this computer is to come along
}

// waitsSince is the time before which nobody waits any more.
func (s *Store) waitsSince() int64 { return millis(s.now().Add(-classroom.WaitsFor)) }

// AskIn has somebody wait at the door of a class. A browser waits at one door, under one name: the latest counts.
// ErrConflict when the name is taken, ErrLocked when the class does not ask, is full or has too many waiting.
func (s *Store) AskIn(ctx context.Context, class classroom.ClassID, a Ask) (err error) {
	defer wrap(&err, "ask to come into class %d", class)
	return s.write(ctx, func(t tx) error {
		if err := s.sweepWaiting(ctx, t); err != nil {
			return err
		}
		if err := whyNot(ctx, t, class, a.NameKey); !errors.Is(err, ErrLocked) {
			return err
		}
		// A row of its own for each name: what a teacher has seen and lets in is not another name by then.
		if _, err := t.ExecContext(ctx, `DELETE FROM waiting WHERE browser = ?1`, a.Browser[:]); err != nil {
			return err
		}
		asked, err := changed(ctx, t, `
			INSERT INTO waiting (class_id, browser, device, name, name_key, pin_hash, along, asked_at)
			SELECT c.id, ?2, ?3, ?4, ?5, ?6, ?7, ?8 FROM class c WHERE c.id = ?1 AND c.door = 'asks' AND `+hasPlace+`
				AND (SELECT count(*) FROM waiting w WHERE w.class_id = c.id AND w.student_id IS NULL) < ?9`,
			class, a.Browser[:], a.Device, a.Name, a.NameKey, a.PINHash, a.Along, millis(s.now()), classroom.MostWaiting)
		if err == nil && !asked {
			err = ErrLocked
		}
		return err
	})
}

// AtDoor finds what a browser that waits at a door has asked for. ErrNotFound when nobody waits there, or was turned
// away.
func (s *Store) AtDoor(ctx context.Context, browser [32]byte) (a classroom.AtDoor, err error) {
	defer wrap(&err, "look who waits")
	err = s.read.QueryRowContext(ctx, `
		SELECT c.id, c.code, c.name, coalesce(s.name, w.name), s.id IS NOT NULL, w.along FROM waiting w
			JOIN class c ON c.id = w.class_id LEFT JOIN student s ON s.id = w.student_id
		WHERE w.browser = ?1 AND w.asked_at > ?2`, browser[:], s.waitsSince()).
		Scan(&a.Class, &a.Code, &a.ClassName, &a.Name, &a.LetIn, &a.Along)
	return a, err
}

// Waiting lists who waits at the door of a class, in the order in which they came. The caller has checked whose class
// it is.
func (s *Store) Waiting(ctx context.Context, class classroom.ClassID) (_ []classroom.Waiting, err error) {
	defer wrap(&err, "who waits at class %d", class)
	return collect(ctx, s.read, func(row scanner) (w classroom.Waiting, err error) {
		var since int64
		err = row.Scan(&w.ID, &w.Name, &since, &w.Twin)
		w.Since = fromMillis(since)
		return w, err
	}, `
		SELECT w.id, w.name, w.asked_at, EXISTS (SELECT 1 FROM waiting o WHERE o.class_id = w.class_id
			AND o.name_key = w.name_key AND o.id <> w.id AND o.student_id IS NULL AND o.asked_at > ?2)
		FROM waiting w WHERE w.class_id = ?1 AND w.student_id IS NULL AND w.asked_at > ?2 ORDER BY w.asked_at, w.id`,
		class, s.waitsSince())
}

// Admit lets those who wait at the door of a teacher's class in, in the given order. Whoever does not wait any more is
// left out; whoever finds the name taken or the class full goes on waiting. ErrNotFound.
func (s *Store) Admit(ctx context.Context, teacher classroom.TeacherID, class classroom.ClassID,
	ids []classroom.WaitingID) (out classroom.Admitted, err error) {
	defer wrap(&err, "let %d into class %d", len(ids), class)
	err = s.write(ctx, func(t tx) error {
		out = classroom.Admitted{}
		if err := changeOne(ctx, t, `UPDATE class SET places = places WHERE `+taughtClass, class,
			teacher); err != nil {
			return err
		}
		for _, id := range ids {
			if err := s.admit(ctx, t, teacher, class, id, &out); err != nil {
				return err
			}
		}
		return nil
	})
	return out, err
}

func (s *Store) admit(ctx context.Context, t tx, teacher classroom.TeacherID, class classroom.ClassID,
	id classroom.WaitingID, out *classroom.Admitted) error {
	var who newcomer
	err := t.QueryRowContext(ctx, `SELECT name, name_key, pin_hash FROM waiting
		WHERE id = ?1 AND class_id = ?2 AND student_id IS NULL AND asked_at > ?3`, id, class, s.waitsSince()).
		Scan(&who.name, &who.key, &who.pinHash)
	if errors.Is(err, sql.ErrNoRows) {
		return nil
	}
	if err != nil {
		return err
	}
	now := millis(s.now())
	student, err := takePlace(ctx, t, class, who, true, now)
	switch {
	case errors.Is(err, ErrConflict):
		out.Taken = append(out.Taken, who.name)
		return nil
	case errors.Is(err, ErrLocked):
		out.Full = append(out.Full, who.name)
		return nil
	case err != nil:
		return err
	}
	if err := changeOne(ctx, t, `UPDATE waiting SET student_id = ?2, pin_hash = '' WHERE id = ?1 AND student_id IS NULL`,
		id, student); err != nil {
		return err
	}
	out.In++
	return audit(ctx, t, now, actorTeacher(teacher), "admit", fmt.Sprintf("student %d", student))
}

// TurnAway sends those who wait at the door of a teacher's class away. Nothing of them is kept. Whoever does not wait
// any more is left out. ErrNotFound.
func (s *Store) TurnAway(ctx context.Context, teacher classroom.TeacherID, class classroom.ClassID,
	ids []classroom.WaitingID) (err error) {
	defer wrap(&err, "turn %d away from class %d", len(ids), class)
	return s.write(ctx, func(t tx) error {
		if err := changeOne(ctx, t, `UPDATE class SET places = places WHERE `+taughtClass, class,
			teacher); err != nil {
			return err
		}
		for _, id := range ids {
			if _, err := t.ExecContext(ctx, `DELETE FROM waiting WHERE id = ?1 AND class_id = ?2 AND student_id IS NULL`,
				id, class); err != nil {
				return err
			}
		}
		return audit(ctx, t, millis(s.now()), actorTeacher(teacher), "turn away", fmt.Sprintf("class %d", class))
	})
}

// GoIn signs in whoever waits at a browser, once a teacher has let them in. ErrNotFound when nobody waits there or they
// have not been let in.
func (s *Store) GoIn(ctx context.Context, browser [32]byte, e Entry) (st classroom.Student, err error) {
	defer wrap(&err, "come in from the door")
	err = s.write(ctx, func(t tx) error {
		err := t.QueryRowContext(ctx, `
			SELECT s.id, s.name, s.class_id, c.name FROM waiting w JOIN student s ON s.id = w.student_id
				JOIN class c ON c.id = s.class_id
			WHERE w.browser = ?1 AND w.asked_at > ?2`, browser[:], s.waitsSince()).
			Scan(&st.ID, &st.Name, &st.Class, &st.ClassName)
		if err != nil {
			return err
		}
		if err := changeOne(ctx, t, `DELETE FROM waiting WHERE browser = ?1`, browser[:]); err != nil {
			return err
		}
		return enter(ctx, t, st.ID, e, millis(s.now()))
	})
	return st, err
}

// StopWaiting takes whoever waits at a browser away from the door. Nobody there is fine.
func (s *Store) StopWaiting(ctx context.Context, browser [32]byte) (err error) {
	defer wrap(&err, "stop waiting")
	return s.write(ctx, func(t tx) error {
		_, err := t.ExecContext(ctx, `DELETE FROM waiting WHERE browser = ?1`, browser[:])
		return err
	})
}

// sweepWaiting forgets who has waited for too long, and whoever seems to have come in the future, because the clock was
// set back. They can ask again, so that no look a day later is needed.
func (s *Store) sweepWaiting(ctx context.Context, t tx) error {
	_, err := t.ExecContext(ctx, `DELETE FROM waiting WHERE asked_at <= ?1 OR asked_at > ?2`, s.waitsSince(),
		millis(s.now()))
	return err
}
