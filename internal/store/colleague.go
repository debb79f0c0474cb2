package store

import (
	"context"
	"fmt"
	"time"

	"dossier/internal/classroom"
)

// ClassTeachers lists the teachers of a class in the order in which they came to the school. The caller has checked
// whose class it is.
func (s *Store) ClassTeachers(ctx context.Context, class classroom.ClassID) (_ []classroom.Teacher, err error) {
	defer wrap(&err, "teachers of class %d", class)
	return collect(ctx, s.read, func(row scanner) (t classroom.Teacher, err error) {
		err = row.Scan(&t.ID, &t.Name, &t.Owner)
		return t, err
	}, `SELECT t.id, t.name, t.owner FROM class_teacher ct JOIN teacher t ON t.id = ct.teacher_id
		WHERE ct.class_id = ?1 ORDER BY t.id`, class)
}

// PendingInvitation is one that can still be used.
type PendingInvitation struct {
	Hash  [32]byte // of the token in its link
	By    string
	Until time.Time
}

// PendingInvitations lists the invitations to a class that can still be used, the oldest first. The caller has checked
// whose class it is.
func (s *Store) PendingInvitations(ctx context.Context, class classroom.ClassID) (_ []PendingInvitation, err error) {
	defer wrap(&err, "pending invitations to class %d", class)
	return collect(ctx, s.read, func(row scanner) (p PendingInvitation, err error) {
		var hash []byte
		var made int64
		err = row.Scan(&hash, &p.By, &made)
		copy(p.Hash[:], hash)
		p.Until = fromMillis(made).Add(InvitationLife)
		return p, err
	}, `SELECT i.token_hash, t.name, i.made_at FROM invitation i JOIN teacher t ON t.id = i.invited_by
		WHERE i.class_id = ?1 AND i.used_at IS NULL AND i.made_at > ?2 ORDER BY i.made_at`,
		class, millis(s.now().Add(-InvitationLife)))
}

// WithdrawInvitation makes the link of an invitation to a teacher's class useless. ErrNotFound when it was used or is
// gone.
func (s *Store) WithdrawInvitation(ctx context.Context, teacher classroom.TeacherID, class classroom.ClassID,
	hash [32]byte) (err error) {
	defer wrap(&err, "withdraw an invitation to class %d", class)
	return s.write(ctx, func(t tx) error {
		if err := changeOne(ctx, t, `DELETE FROM invitation WHERE token_hash = ?1 AND used_at IS NULL AND class_id = ?2
			AND `+inTaughtClass, hash[:], class, teacher); err != nil {
			return err
		}
		return audit(ctx, t, millis(s.now()), actorTeacher(teacher), "withdraw an invitation", fmt.Sprintf("class %d",
			class))
	})
}

// TakeOut takes a teacher out of a class of teacher by, with the invitations that they made to it and nobody has used.
// Their marks stay. ErrLocked when nobody else would teach the class, ErrNotFound when they do not teach it.
func (s *Store) TakeOut(ctx context.Context, by classroom.TeacherID, class classroom.ClassID,
	teacher classroom.TeacherID) (err error) {
	defer wrap(&err, "take teacher %d out of class %d", teacher, class)
	return s.write(ctx, func(t tx) error {
		if err := changeOne(ctx, t, `UPDATE class SET places = places WHERE `+taughtClass, class, by); err != nil {
			return err
		}
		var there int
		if err := t.QueryRowContext(ctx, `SELECT count(*) FROM class_teacher WHERE class_id = ?1 AND teacher_id = ?2`,
			class, teacher).Scan(&there); err != nil {
			return err
		}
		if there == 0 {
			return ErrNotFound
		}
		out, err := changed(ctx, t, `DELETE FROM class_teacher WHERE class_id = ?1 AND teacher_id = ?2
			AND EXISTS (SELECT 1 FROM class_teacher o WHERE o.class_id = ?1 AND o.teacher_id <> ?2)`, class, teacher)
		if err != nil {
			return err
		}
		if !out {
			return ErrLocked
		}
		if _, err := t.ExecContext(ctx, `DELETE FROM invitation WHERE class_id = ?1 AND invited_by = ?2
			AND used_at IS NULL`, class, teacher); err != nil {
			return err
		}
		return audit(ctx, t, millis(s.now()), actorTeacher(by), "take a teacher out",
			fmt.Sprintf("class %d, teacher %d", class, teacher))
	})
}
