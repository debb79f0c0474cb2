package store

import (
	"context"
	"errors"
	"fmt"
	"time"

	"dossier/internal/classroom"
)

// PassphraseLinkLife is how long the link to a new passphrase can be used.
const PassphraseLinkLife = 7 * 24 * time.Hour

// PassHash is the hash of a teacher's passphrase. ErrNotFound.
func (s *Store) PassHash(ctx context.Context, teacher classroom.TeacherID) (hash string, err error) {
	defer wrap(&err, "passphrase of teacher %d", teacher)
	err = s.read.QueryRowContext(ctx, `SELECT pass_hash FROM teacher WHERE id = ?1 AND left_at IS NULL`, teacher).
		Scan(&hash)
	return hash, err
}

// ChangePassphrase gives a teacher a new passphrase in place of the one with the hash was, and ends all their sessions
// but one. ErrConflict when the passphrase is another one by now.
func (s *Store) ChangePassphrase(ctx context.Context, teacher classroom.TeacherID, was, passHash string,
	stays [32]byte) (err error) {
	defer wrap(&err, "change passphrase of teacher %d", teacher)
	return s.write(ctx, func(t tx) error {
		done, err := changed(ctx, t, `UPDATE teacher SET pass_hash = ?3
			WHERE id = ?1 AND pass_hash = ?2 AND left_at IS NULL`, teacher, was, passHash)
		if err == nil && !done {
			err = ErrConflict
		}
		if err != nil {
			return err
		}
		return errors.Join(endSessions(ctx, t, teacher, stays[:]), forgetLink(ctx, t, teacher),
			audit(ctx, t, millis(s.now()), actorTeacher(teacher), "change passphrase", ""))
	})
}

// Owner is the teacher who set the program up. ErrNotFound before that.
func (s *Store) Owner(ctx context.Context) (t classroom.Teacher, err error) {
	defer wrap(&err, "owner")
	err = s.read.QueryRowContext(ctx, `SELECT id, name, owner FROM teacher WHERE owner = 1`).
		Scan(&t.ID, &t.Name, &t.Owner)
	return t, err
}

// ResetOwner gives the owner a new passphrase without asking for the old one, and ends all their sessions. ErrNotFound.
func (s *Store) ResetOwner(ctx context.Context, passHash string) (err error) {
	defer wrap(&err, "reset owner")
	return s.write(ctx, func(t tx) error {
		var owner classroom.TeacherID
		err := t.QueryRowContext(ctx, `UPDATE teacher SET pass_hash = ?1 WHERE owner = 1 RETURNING id`, passHash).
			Scan(&owner)
		if err != nil {
			return err
		}
		return errors.Join(endSessions(ctx, t, owner, nil), audit(ctx, t, millis(s.now()), actorProgram,
			"reset owner", actorTeacher(owner)))
	})
}

// actorProgram is who acts when somebody at the console does.
const actorProgram = "program"

// MakePassphraseLink makes the link by which a colleague of the owner chooses a new passphrase; hash is of the token in
// it. An earlier link of the same teacher stops at once, the old passphrase only when the new one is chosen.
// ErrNotFound.
func (s *Store) MakePassphraseLink(ctx context.Context, owner, teacher classroom.TeacherID, hash [32]byte) (err error) {
	defer wrap(&err, "passphrase link for teacher %d", teacher)
	return s.write(ctx, func(t tx) error {
		now := millis(s.now())
		if err := changeOne(ctx, t, `INSERT INTO passphrase_link (teacher_id, token_hash, made_at)
			SELECT id, ?2, ?3 FROM teacher WHERE id = ?1 AND owner = 0 AND left_at IS NULL
			ON CONFLICT (teacher_id) DO UPDATE SET token_hash = excluded.token_hash, made_at = excluded.made_at`,
			teacher, hash[:], now); err != nil {
			return err
		}
		return audit(ctx, t, now, actorTeacher(owner), "give a new passphrase by link", actorTeacher(teacher))
	})
}

// PassphraseLink finds the teacher whose link has a token of this hash and is not older than PassphraseLinkLife.
// ErrNotFound.
func (s *Store) PassphraseLink(ctx context.Context, hash [32]byte) (_ classroom.Teacher, err error) {
	defer wrap(&err, "passphrase link")
	return passphraseLink(ctx, s.read, hash, s.now())
}

func passphraseLink(ctx context.Context, q tx, hash [32]byte, now time.Time) (t classroom.Teacher, err error) {
	err = q.QueryRowContext(ctx, `SELECT t.id, t.name FROM passphrase_link l JOIN teacher t ON t.id = l.teacher_id
		WHERE l.token_hash = ?1 AND l.made_at > ?2 AND t.left_at IS NULL`, hash[:],
		millis(now.Add(-PassphraseLinkLife))).
		Scan(&t.ID, &t.Name)
	return t, err
}

// UsePassphraseLink gives the teacher of a link a new passphrase, ends all their sessions, and uses the link up.
// ErrNotFound when it cannot be used.
func (s *Store) UsePassphraseLink(ctx context.Context, hash [32]byte, passHash string) (_ classroom.TeacherID,
	err error) {
	defer wrap(&err, "use passphrase link")
	var teacher classroom.Teacher
	err = s.write(ctx, func(t tx) error {
		if teacher, err = passphraseLink(ctx, t, hash, s.now()); err != nil {
			return err
		}
		if err := changeOne(ctx, t, `DELETE FROM passphrase_link WHERE token_hash = ?1`, hash[:]); err != nil {
			return err
		}
		if err := changeOne(ctx, t, `UPDATE teacher SET pass_hash = ?2 WHERE id = ?1 AND left_at IS NULL`, teacher.ID,
			passHash); err != nil {
			return err
		}
		return errors.Join(endSessions(ctx, t, teacher.ID, nil),
			audit(ctx, t, millis(s.now()), actorTeacher(teacher.ID), "choose a new passphrase by link", ""))
	})
	return teacher.ID, err
}

// forgetLink takes back a link that was not used.
func forgetLink(ctx context.Context, t tx, teacher classroom.TeacherID) error {
	_, err := t.ExecContext(ctx, `DELETE FROM passphrase_link WHERE teacher_id = ?1`, teacher)
	return err
}

// TeacherSession is a session as its teacher sees it.
type TeacherSession struct {
	Session
	Hash   [32]byte
	Device string // "Firefox on Windows", or ""
}

// TeacherSessions lists a teacher's sessions, the one that was used last first; also those that have run out.
func (s *Store) TeacherSessions(ctx context.Context, teacher classroom.TeacherID) (_ []TeacherSession, err error) {
	defer wrap(&err, "sessions of teacher %d", teacher)
	scan := func(row scanner) (TeacherSession, error) {
		out := TeacherSession{Session: Session{Teacher: &classroom.Teacher{ID: teacher}}}
		var hash []byte
		var created, seen int64
		err := row.Scan(&hash, &out.Device, &created, &seen)
		copy(out.Hash[:], hash)
		out.Created, out.LastSeen = fromMillis(created), fromMillis(seen)
		return out, err
	}
	return collect(ctx, s.read, scan, `SELECT token_hash, device, created_at, last_seen_at FROM session
		WHERE teacher_id = ?1 ORDER BY last_seen_at DESC, created_at DESC, token_hash`, teacher)
}

// EnterTeacher signs a teacher in whose passphrase has this hash. ErrNotFound when it has been changed meanwhile, or
// the teacher was removed.
func (s *Store) EnterTeacher(ctx context.Context, teacher classroom.TeacherID, passHash string, session [32]byte,
	device string) (err error) {
	defer wrap(&err, "sign in teacher %d", teacher)
	return s.write(fromReserve(ctx), func(t tx) error {
		now := millis(s.now())
		if err := changeOne(ctx, t, `UPDATE teacher SET last_seen_at = ?3
			WHERE id = ?1 AND pass_hash = ?2 AND left_at IS NULL`, teacher, passHash, now); err != nil {
			return err
		}
		_, err := t.ExecContext(ctx, `
			INSERT INTO session (token_hash, teacher_id, device, created_at, last_seen_at) VALUES (?1, ?2, ?3, ?4, ?4)`,
			session[:], teacher, device, now)
		if err != nil {
			return err
		}
		return audit(ctx, t, now, actorTeacher(teacher), "sign in", "")
	})
}

// EndTeacherSession ends one session of a teacher. ErrNotFound, for somebody else's too.
func (s *Store) EndTeacherSession(ctx context.Context, teacher classroom.TeacherID, session [32]byte) (err error) {
	defer wrap(&err, "end a session of teacher %d", teacher)
	return s.write(ctx, func(t tx) error {
		if err := changeOne(ctx, t, `UPDATE session SET created_at = 0 WHERE token_hash = ?1 AND teacher_id = ?2`,
			session[:], teacher); err != nil {
			return err
		}
		return audit(ctx, t, millis(s.now()), actorTeacher(teacher), "end a session", "")
	})
}

// EndTeacherSessions signs a teacher out everywhere.
func (s *Store) EndTeacherSessions(ctx context.Context, teacher classroom.TeacherID) (err error) {
	defer wrap(&err, "end the sessions of teacher %d", teacher)
	return s.write(ctx, func(t tx) error {
		return errors.Join(endSessions(ctx, t, teacher, nil),
			audit(ctx, t, millis(s.now()), actorTeacher(teacher), "sign out everywhere", ""))
	})
}

// endSessions ends the sessions of a teacher, but the one whose hash stays. They are made to have run out rather than
// deleted: a form that comes from one of them is kept until its sender has signed in again.
func endSessions(ctx context.Context, t tx, teacher classroom.TeacherID, stays []byte) error {
	if stays == nil {
		stays = []byte{}
	}
	_, err := t.ExecContext(ctx, `UPDATE session SET created_at = 0 WHERE teacher_id = ?1 AND token_hash <> ?2`, teacher,
		stays)
	return err
}

// given are the tables in which what a teacher gave stands under their number: marks, levels and decisions stay.
var given = []string{"mark", "written_level", "acceptance", "correction", "regrade"}

// RemoveTeacher takes a colleague out of the school: they cannot sign in any more, and their classes go to their other
// teachers or, where there are none, to the owner. Who has given a mark, a level or a decision stays as a name beside
// it; anybody else is deleted. ErrNotFound, for the owner too.
func (s *Store) RemoveTeacher(ctx context.Context, owner, teacher classroom.TeacherID) (err error) {
	defer wrap(&err, "remove teacher %d", teacher)
	return s.write(ctx, func(t tx) error {
		now := millis(s.now())
		// A key that no name folds to, so that somebody else of the same name may come.
		if err := changeOne(ctx, t, `UPDATE teacher SET left_at = ?2, pass_hash = '', name_key = ?3
			WHERE id = ?1 AND owner = 0 AND left_at IS NULL`, teacher, now, leftKey(int64(teacher))); err != nil {
			return err
		}
		for _, statement := range []string{
			`INSERT INTO class_teacher (class_id, teacher_id) SELECT ct.class_id, o.id FROM class_teacher ct
				JOIN teacher o ON o.owner = 1 WHERE ct.teacher_id = ?1 AND NOT EXISTS (SELECT 1 FROM class_teacher other
					WHERE other.class_id = ct.class_id AND other.teacher_id <> ?1)`,
			`DELETE FROM class_teacher WHERE teacher_id = ?1`,
			`DELETE FROM invitation WHERE invited_by = ?1 AND used_at IS NULL`,
			`DELETE FROM passphrase_link WHERE teacher_id = ?1`,
			`DELETE FROM question_set WHERE teacher_id = ?1`,
			`UPDATE session SET created_at = 0 WHERE teacher_id = ?1`,
		} {
			if _, err := t.ExecContext(ctx, statement, teacher); err != nil {
				return err
			}
		}
		if err := deleteIdle(ctx, t, teacher); err != nil {
			return err
		}
		return audit(ctx, t, now, actorTeacher(owner), "remove teacher", actorTeacher(teacher))
	})
}

// leftKey is the key of the name of somebody who has left.
func leftKey(teacher int64) string { return fmt.Sprintf(". left %d", teacher) }

// deleteIdle deletes a teacher who has given nothing that stays.
func deleteIdle(ctx context.Context, t tx, teacher classroom.TeacherID) error {
	statement := `DELETE FROM teacher WHERE id = ?1`
	for _, table := range given {
		statement += ` AND NOT EXISTS (SELECT 1 FROM ` + table + ` WHERE teacher_id = ?1)`
	}
	_, err := t.ExecContext(ctx, statement, teacher)
	return err
}
