package store

import (
	"context"
	"fmt"

	"dossier/internal/classroom"
	"dossier/internal/quiz"
)

const refusalColumns = `p.id, p.question_id, p.version, p.field, p.text, p.teacher_id, t.name
	FROM refusal p JOIN teacher t ON t.id = p.teacher_id`

func scanRefusal(row scanner) (r classroom.Refusal, err error) {
	err = row.Scan(&r.ID, &r.Question, &r.Version, &r.Field, &r.Text, &r.Teacher, &r.By)
	return r, err
}

// Refusals lists what the teachers of a class have looked at and not accepted, the newest first. The caller has checked
// whose class it is.
func (s *Store) Refusals(ctx context.Context, class classroom.ClassID) (_ []classroom.Refusal, err error) {
	defer wrap(&err, "refusals of class %d", class)
	return collect(ctx, s.read, scanRefusal, `SELECT `+refusalColumns+`
		JOIN class_teacher ct ON ct.teacher_id = p.teacher_id
		WHERE ct.class_id = ?1 AND p.undone_at IS NULL ORDER BY p.id DESC`, class)
}

// Refuse keeps that a teacher does not accept typed texts, in all their classes. What is refused already changes
// nothing more. The ids are those of the refusals that stand.
func (s *Store) Refuse(ctx context.Context, teacher classroom.TeacherID, texts []classroom.Unmatched) (ids []int64,
	err error) {
	defer wrap(&err, "refuse %d typed texts", len(texts))
	err = s.write(ctx, func(t tx) error {
		ids = nil
		now := millis(s.now())
		for _, text := range texts {
			id, err := refuse(ctx, t, teacher, text.Asked, text.Accepted, now)
			if err != nil {
				return err
			}
			ids = append(ids, id)
		}
		return nil
	})
	return ids, err
}

func refuse(ctx context.Context, t tx, teacher classroom.TeacherID, asked classroom.Asked, text quiz.Accepted,
	now int64) (id int64, err error) {
	res, err := t.ExecContext(ctx, `INSERT INTO refusal (teacher_id, question_id, version, field, text, refused_at)
		VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT DO NOTHING`,
		teacher, asked.Question, asked.Version, text.Field, text.Text, now)
	if err != nil {
		return 0, err
	}
	err = t.QueryRowContext(ctx, `SELECT id FROM refusal WHERE teacher_id = ?1 AND question_id = ?2 AND version = ?3
		AND field = ?4 AND text = ?5 AND undone_at IS NULL`,
		teacher, asked.Question, asked.Version, text.Field, text.Text).Scan(&id)
	if err != nil {
		return 0, err
	}
	if n, err := res.RowsAffected(); err != nil || n == 0 {
		return id, err
	}
	return id, audit(ctx, t, now, actorTeacher(teacher), "refuse answer", fmt.Sprintf("refusal %d", id))
}

// Unrefuse takes refusals of a teacher back, so that the texts are shown again. Doing it twice changes nothing more.
// ErrNotFound, for somebody else's refusal too; nothing is taken back then.
func (s *Store) Unrefuse(ctx context.Context, teacher classroom.TeacherID, refusals []int64) (err error) {
	defer wrap(&err, "take %d refusals back", len(refusals))
	return s.write(ctx, func(t tx) error {
		now := millis(s.now())
		for _, id := range refusals {
			var own int64
			if err := t.QueryRowContext(ctx, `SELECT id FROM refusal WHERE id = ?1 AND teacher_id = ?2`, id, teacher).
				Scan(&own); err != nil {
				return err
			}
			res, err := t.ExecContext(ctx, `UPDATE refusal SET undone_at = ?2 WHERE id = ?1 AND undone_at IS NULL`, id, now)
			if err != nil {
				return err
			}
			if n, err := res.RowsAffected(); err != nil {
				return err
			} else if n > 0 {
				if err := audit(ctx, t, now, actorTeacher(teacher), "take refusal back",
					fmt.Sprintf("refusal %d", id)); err != nil {
					return err
				}
			}
		}
		return nil
	})
}
