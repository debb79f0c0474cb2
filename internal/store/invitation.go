package store

import (
	"context"
	"fmt"
	"time"

	"dossier/internal/classroom"
)

// InvitationLife is how long an invitation can be used.
const InvitationLife = 7 * 24 * time.Hour

// Invitation is an open invitation to teach a class.
type Invitation struct {
	Class     classroom.ClassID
	ClassName string
	By        string // the name of who invites
}

// Invite makes an invitation to a class of this teacher; hash is of the token in its link. ErrNotFound.
func (s *Store) Invite(ctx context.Context, teacher classroom.TeacherID, class classroom.ClassID,
	hash [32]byte) (err error) {
	defer wrap(&err, "invite to class %d", class)
	return s.write(ctx, func(t tx) error {
		now := millis(s.now())
		if err := changeOne(ctx, t, `INSERT INTO invitation (token_hash, class_id, invited_by, made_at)
			SELECT ?1, class_id, teacher_id, ?4 FROM class_teacher WHERE class_id = ?2 AND teacher_id = ?3`,
			hash[:], class, teacher, now); err != nil {
			return err
		}
		return audit(ctx, t, now, actorTeacher(teacher), "invite a colleague", fmt.Sprintf("class %d", class))
	})
}

// Invitation finds one that was not used and is not older than InvitationLife. ErrNotFound.
func (s *Store) Invitation(ctx context.Context, hash [32]byte) (_ Invitation, err error) {
	defer wrap(&err, "invitation")
	return invitation(ctx, s.read, hash, s.now())
}

func invitation(ctx context.Context, q tx, hash [32]byte, now time.Time) (i Invitation, err error) {
	err = q.QueryRowContext(ctx, `SELECT c.id, c.name, t.name FROM invitation i JOIN class c ON c.id = i.class_id
		JOIN teacher t ON t.id = i.invited_by
		WHERE i.token_hash = ?1 AND i.used_at IS NULL AND i.made_at > ?2`, hash[:], millis(now.Add(-InvitationLife))).
		Scan(&i.Class, &i.ClassName, &i.By)
	return i, err
}

// AcceptInvitation makes a teacher one of the class's. ErrNotFound when the invitation cannot be used.
func (s *Store) AcceptInvitation(ctx context.Context, hash [32]byte,
	teacher classroom.TeacherID) (class classroom.ClassID, err error) {
	defer wrap(&err, "accept invitation as teacher %d", teacher)
	err = s.write(ctx, func(t tx) error {
		class, err = s.accept(ctx, t, hash, teacher)
		return err
	})
	return class, err
}

// AcceptAsNewTeacher makes a new teacher and one of the class's. ErrConflict when the name is taken,
// ErrNotFound when the invitation cannot be used.
func (s *Store) AcceptAsNewTeacher(ctx context.Context, hash [32]byte, name, nameKey,
	passHash string) (teacher classroom.TeacherID, class classroom.ClassID, err error) {
	defer wrap(&err, "accept invitation as a new teacher")
	err = s.write(ctx, func(t tx) error {
		err := t.QueryRowContext(ctx, `INSERT INTO teacher (name, name_key, pass_hash, owner, created_at)
			VALUES (?1, ?2, ?3, 0, ?4) RETURNING id`, name, nameKey, passHash, millis(s.now())).
			Scan(&teacher)
		if isUnique(err) {
			return ErrConflict
		}
		if err != nil {
			return err
		}
		class, err = s.accept(ctx, t, hash, teacher)
		return err
	})
	return teacher, class, err
}

func (s *Store) accept(ctx context.Context, t tx, hash [32]byte, teacher classroom.TeacherID) (classroom.ClassID,
	error) {
	i, err := invitation(ctx, t, hash, s.now())
	if err != nil {
		return 0, err
	}
	now := millis(s.now())
	if _, err := t.ExecContext(ctx, `UPDATE invitation SET used_at = ?2 WHERE token_hash = ?1`, hash[:], now); err != nil {
		return 0, err
	}
	if _, err := t.ExecContext(ctx, `INSERT INTO class_teacher (class_id, teacher_id) VALUES (?1, ?2)
		ON CONFLICT DO NOTHING`, i.Class, teacher); err != nil {
		return 0, err
	}
	return i.Class, audit(ctx, t, now, actorTeacher(teacher), "join a class as a teacher", fmt.Sprintf("class %d",
		i.Class))
}
