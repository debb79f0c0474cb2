package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"dossier/internal/classroom"
	"dossier/internal/quiz"
)

const setColumns = `s.id, s.teacher_id, s.name, s.changed_at,
	(SELECT count(*) FROM own_question q WHERE q.set_id = s.id) FROM question_set s`

func scanSet(row scanner) (set classroom.QuestionSet, err error) {
	var changed int64
	err = row.Scan(&set.ID, &set.Teacher, &set.Name, &changed, &set.Questions)
	set.Changed = fromMillis(changed)
	return set, err
}

// QuestionSets lists the sets of a teacher, the one that was changed last first.
func (s *Store) QuestionSets(ctx context.Context, teacher classroom.TeacherID) (_ []classroom.QuestionSet, err error) {
	defer wrap(&err, "question sets of teacher %d", teacher)
	return collect(ctx, s.read, scanSet, `SELECT `+setColumns+` WHERE s.teacher_id = ?1
		ORDER BY s.changed_at DESC, s.id DESC`, teacher)
}

// QuestionSet returns a set of a teacher. ErrNotFound, for somebody else's too.
func (s *Store) QuestionSet(ctx context.Context, teacher classroom.TeacherID, set classroom.QuestionSetID) (
	_ classroom.QuestionSet, err error) {
	defer wrap(&err, "question set %d", set)
	return scanSet(s.read.QueryRowContext(ctx, `SELECT `+setColumns+` WHERE s.id = ?2 AND s.teacher_id = ?1`, teacher,
		set))
}

const ownColumns = `q.id, q.set_id, s.name, v.version, v.title, v.body
	FROM question_set s JOIN own_question q ON q.set_id = s.id JOIN own_question_version v ON v.question_id = q.id
		AND v.version = (SELECT max(version) FROM own_question_version n WHERE n.question_id = q.id)`

func scanOwn(row scanner) (q classroom.OwnQuestion, err error) {
	var number int64
	err = row.Scan(&number, &q.Set, &q.SetName, &q.Version, &q.Title, &q.Body)
	q.ID = quiz.OwnID(number)
	return q, err
}

// OwnQuestions lists the questions of all sets of a teacher, set by set, in their newest wordings.
func (s *Store) OwnQuestions(ctx context.Context, teacher classroom.TeacherID) (_ []classroom.OwnQuestion, err error) {
	defer wrap(&err, "own questions of teacher %d", teacher)
	return collect(ctx, s.read, scanOwn, `SELECT `+ownColumns+` WHERE s.teacher_id = ?1
		ORDER BY s.name_key, s.id, q.id`, teacher)
}

// OwnReworded reports whether a teacher's own question has a newer wording than this. One that was removed has none.
func (s *Store) OwnReworded(ctx context.Context, number int64, version int) (newer bool, err error) {
	defer wrap(&err, "newer wordings of own question %d", number)
	return newer, s.read.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM own_question_version
		WHERE question_id = ?1 AND version > ?2)`, number, version).Scan(&newer)
}

// QuestionsOfSet lists the questions of one set of a teacher, in their newest wordings. ErrNotFound.
func (s *Store) QuestionsOfSet(ctx context.Context, teacher classroom.TeacherID, set classroom.QuestionSetID) (
	_ []classroom.OwnQuestion, err error) {
	defer wrap(&err, "questions of set %d", set)
	return collect(ctx, s.read, scanOwn, `SELECT `+ownColumns+` WHERE s.id = ?2 AND s.teacher_id = ?1 ORDER BY q.id`,
		teacher, set)
}

// OwnQuestion returns a question of a teacher by its id, own-N, in its newest wording. ErrNotFound, for somebody else's
// too.
func (s *Store) OwnQuestion(ctx context.Context, teacher classroom.TeacherID, id string) (_ classroom.OwnQuestion,
	err error) {
	defer wrap(&err, "own question %s", id)
	number, ok := quiz.OwnNumber(id)
	if !ok {
		return classroom.OwnQuestion{}, ErrNotFound
	}
	return scanOwn(s.read.QueryRowContext(ctx, `SELECT `+ownColumns+` WHERE q.id = ?2 AND s.teacher_id = ?1`, teacher,
		number))
}

// NewOwn is the wording of a question that is to be kept.
type NewOwn struct{ Title, Body string }

// KeepSet makes a set of a teacher with questions. The same form sent again changes nothing and returns the same set.
// ErrConflict when the teacher has a set of this name.
func (s *Store) KeepSet(ctx context.Context, teacher classroom.TeacherID, name, token string, questions []NewOwn) (
	set classroom.QuestionSetID, err error) {
	defer wrap(&err, "keep a question set")
	err = s.write(ctx, func(t tx) error {
		if set, err = takenForm(ctx, t, teacher, token); err != nil || set != 0 {
			return err
		}
		now := millis(s.now())
		id, err := insertRow(ctx, t, `INSERT INTO question_set (teacher_id, name, name_key, created_at, changed_at)
			VALUES (?1, ?2, ?3, ?4, ?4)`, teacher, name, classroom.FoldSetName(name), now)
		if isUnique(err) {
			return ErrConflict
		}
		if err != nil {
			return err
		}
		set = classroom.QuestionSetID(id)
		return addQuestions(ctx, t, teacher, set, token, questions, now)
	})
	return set, err
}

// AddToSet puts questions into a set of a teacher. The same form sent again changes nothing. ErrNotFound.
func (s *Store) AddToSet(ctx context.Context, teacher classroom.TeacherID, set classroom.QuestionSetID, token string,
	questions []NewOwn) (err error) {
	defer wrap(&err, "add to question set %d", set)
	return s.write(ctx, func(t tx) error {
		now := millis(s.now())
		if err := touchSet(ctx, t, teacher, set, now); err != nil {
			return err
		}
		if taken, err := takenForm(ctx, t, teacher, token); err != nil || taken != 0 {
			return err
		}
		return addQuestions(ctx, t, teacher, set, token, questions, now)
	})
}

// takenForm is the set to which a form of a teacher was applied before; 0 when it is new.
func takenForm(ctx context.Context, t tx, teacher classroom.TeacherID, token string) (set classroom.QuestionSetID,
	err error) {
	err = t.QueryRowContext(ctx, `SELECT f.set_id FROM question_set_form f JOIN question_set s ON s.id = f.set_id
		WHERE f.token = ?2 AND s.teacher_id = ?1`, teacher, token).Scan(&set)
	if errors.Is(err, sql.ErrNoRows) {
		err = nil
	}
	return set, err
}

// touchSet notes that a set of a teacher changes. ErrNotFound.
func touchSet(ctx context.Context, t tx, teacher classroom.TeacherID, set classroom.QuestionSetID, now int64) error {
	return changeOne(ctx, t, `UPDATE question_set SET changed_at = ?3 WHERE id = ?2 AND teacher_id = ?1`, teacher, set,
		now)
}

func addQuestions(ctx context.Context, t tx, teacher classroom.TeacherID, set classroom.QuestionSetID, token string,
	questions []NewOwn, now int64) error {
	for _, q := range questions {
		id, err := insertRow(ctx, t, `INSERT INTO own_question (set_id) VALUES (?1)`, set)
		if err != nil {
			return err
		}
		if err := addWording(ctx, t, id, 1, q, now); err != nil {
			return err
		}
	}
	if err := keepForm(ctx, t, token, set, 0); err != nil {
		return err
	}
	return audit(ctx, t, now, actorTeacher(teacher), "add questions", fmt.Sprintf("set %d, %d", set, len(questions)))
}

func addWording(ctx context.Context, t tx, question int64, version int, q NewOwn, now int64) error {
	_, err := t.ExecContext(ctx, `INSERT INTO own_question_version (question_id, version, title, body, made_at)
		VALUES (?1, ?2, ?3, ?4, ?5)`, question, version, q.Title, q.Body, now)
	return err
}

func keepForm(ctx context.Context, t tx, token string, set classroom.QuestionSetID, question int64) error {
	_, err := t.ExecContext(ctx, `INSERT INTO question_set_form (token, set_id, question_id) VALUES (?1, ?2, ?3)`, token,
		set, question)
	return err
}

// ChangeOwnQuestion gives a question of a teacher a new wording. was is the version that the page showed: ErrStale when
// there is a newer one. The same form sent again changes nothing. ErrNotFound.
func (s *Store) ChangeOwnQuestion(ctx context.Context, teacher classroom.TeacherID, id string, was int, token string,
	q NewOwn) (err error) {
	defer wrap(&err, "change own question %s", id)
	number, ok := quiz.OwnNumber(id)
	if !ok {
		return ErrNotFound
	}
	return s.write(ctx, func(t tx) error {
		var set classroom.QuestionSetID
		var version int
		var title, body string
		if err := t.QueryRowContext(ctx, `SELECT q.set_id, v.version, v.title, v.body FROM question_set s
			JOIN own_question q ON q.set_id = s.id JOIN own_question_version v ON v.question_id = q.id
			WHERE q.id = ?2 AND s.teacher_id = ?1 ORDER BY v.version DESC LIMIT 1`, teacher, number).
			Scan(&set, &version, &title, &body); err != nil {
			return err
		}
		taken, err := takenForm(ctx, t, teacher, token)
		switch {
		case err != nil || taken != 0:
			return err
		case title == q.Title && body == q.Body:
			return nil
		case version != was:
			return ErrStale
		}
		now := millis(s.now())
		if err := errors.Join(touchSet(ctx, t, teacher, set, now), addWording(ctx, t, number, version+1, q, now),
			keepForm(ctx, t, token, set, number)); err != nil {
			return err
		}
		return audit(ctx, t, now, actorTeacher(teacher), "change question", id)
	})
}

// RenameSet gives a set of a teacher another name. ErrConflict when the teacher has another set of this name,
// ErrNotFound.
func (s *Store) RenameSet(ctx context.Context, teacher classroom.TeacherID, set classroom.QuestionSetID, name string) (
	err error) {
	defer wrap(&err, "rename question set %d", set)
	return s.write(ctx, func(t tx) error {
		err := changeOne(ctx, t, `UPDATE question_set SET name = ?3, name_key = ?4
			WHERE id = ?2 AND teacher_id = ?1`, teacher, set, name, classroom.FoldSetName(name))
		if isUnique(err) {
			return ErrConflict
		}
		return err
	})
}

// RemoveSet removes a set of a teacher with its questions. What was handed out of it stays. ErrNotFound.
func (s *Store) RemoveSet(ctx context.Context, teacher classroom.TeacherID, set classroom.QuestionSetID) (err error) {
	defer wrap(&err, "remove question set %d", set)
	return s.write(ctx, func(t tx) error {
		if err := changeOne(ctx, t, `DELETE FROM question_set WHERE id = ?2 AND teacher_id = ?1`, teacher, set); err != nil {
			return err
		}
		return audit(ctx, t, millis(s.now()), actorTeacher(teacher), "remove question set", fmt.Sprintf("set %d", set))
	})
}

// RemoveOwnQuestion takes a question out of its set. What was handed out of it stays. ErrNotFound.
func (s *Store) RemoveOwnQuestion(ctx context.Context, teacher classroom.TeacherID, id string) (err error) {
	defer wrap(&err, "remove own question %s", id)
	number, ok := quiz.OwnNumber(id)
	if !ok {
		return ErrNotFound
	}
	return s.write(ctx, func(t tx) error {
		var set classroom.QuestionSetID
		if err := t.QueryRowContext(ctx, `SELECT q.set_id FROM own_question q JOIN question_set s ON s.id = q.set_id
			WHERE q.id = ?2 AND s.teacher_id = ?1`, teacher, number).Scan(&set); err != nil {
			return err
		}
		now := millis(s.now())
		if err := errors.Join(touchSet(ctx, t, teacher, set, now),
			changeOne(ctx, t, `DELETE FROM own_question WHERE id = ?1`, number)); err != nil {
			return err
		}
		return audit(ctx, t, now, actorTeacher(teacher), "remove question", id)
	})
}
