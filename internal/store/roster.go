package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"

	"dossier/internal/account"
	"dossier/internal/classroom"
)

// NamesTaken says which students cannot have the name that they would have in a class. It is an ErrConflict.
type NamesTaken []classroom.StudentID

func (NamesTaken) Error() string        { return "names are taken" }
func (NamesTaken) Is(target error) bool { return target == ErrConflict }

// Roster lists the students of a class by name. The caller has checked whose class it is.
func (s *Store) Roster(ctx context.Context, class classroom.ClassID) (all []classroom.RosterStudent, err error) {
	defer wrap(&err, "roster of class %d", class)
	return collect(ctx, s.read, func(row scanner) (st classroom.RosterStudent, err error) {
		var active int64
		err = row.Scan(&st.ID, &st.Name, &active, &st.Never, &st.HasPIN, &st.ExtraTime, &st.PlainWords)
		st.LastActive = seenAt(active)
		return st, err
	}, `SELECT s.id, s.name, s.last_active_at, s.last_active_at = 0, s.pin_hash <> ?2, s.extra_time, s.plain_words
		FROM student s WHERE s.class_id = ?1 ORDER BY s.name_key, s.id`, class, account.NoPIN)
}

// ApplyRoster stores what a list or a file says about the students of a teacher's class: new ones, other names, extra
// time, plain words and PINs. All of it is stored or nothing, and the same form sent again changes nothing. NamesTaken
// or ErrNotFound when the class has changed since the changes were worked out.
func (s *Store) ApplyRoster(ctx context.Context, teacher classroom.TeacherID, class classroom.ClassID, token string,
	changes []classroom.RosterChange) (err error) {
	defer wrap(&err, "apply a roster to class %d", class)
	var step stepData
	return s.rosterStep(ctx, teacher, class, token, func(t tx, now int64) (classroom.StepKind, stepData, error) {
		for _, c := range changes {
			if c.Was != "" { // out of each other's way: a new name may be another's old one
				st, err := renamed(ctx, t, class, c.ID, c.Name, c.Key)
				if err != nil {
					return "", step, err
				}
				step.Students = append(step.Students, st)
			}
		}
		kind := classroom.StepAdd
		if len(step.Students) > 0 {
			kind = classroom.StepRename
			if err := rename(ctx, t, step.Students); err != nil {
				return "", step, err
			}
		}
		for _, c := range changes {
			if err := s.applyChange(ctx, t, teacher, class, c, now); err != nil {
				return "", step, err
			}
			if c.Kind == classroom.RosterNew {
				step.Added = append(step.Added, c.Name)
			}
		}
		return kind, step, audit(ctx, t, now, actorTeacher(teacher), "change roster", fmt.Sprintf("class %d", class))
	})
}

// applyChange stores a change but for the name of somebody who is there.
func (s *Store) applyChange(ctx context.Context, t tx, teacher classroom.TeacherID, class classroom.ClassID,
	c classroom.RosterChange, now int64) error {
	if c.Kind == classroom.RosterNew {
		hash := c.PINHash
		if hash == "" {
			hash = account.NoPIN
		}
		_, err := t.ExecContext(ctx, `
			INSERT INTO student (class_id, name, name_key, pin_hash, created_at, last_active_at, extra_time, plain_words)
			VALUES (?1, ?2, ?3, ?4, ?5, 0, ?6, ?7)`, class, c.Name, c.Key, hash, now, c.ExtraTime, c.PlainWords)
		if isUnique(err) {
			return NamesTaken{}
		}
		return err
	}
	err := changeOne(ctx, t, `UPDATE student SET extra_time = ?3, plain_words = ?4 WHERE id = ?1 AND class_id = ?2`,
		c.ID, class, c.ExtraTime, c.PlainWords)
	if err != nil || c.PINHash == "" {
		return err
	}
	return s.resetPIN(ctx, t, teacher, class, NewPIN{c.ID, c.PINHash})
}

// AddedBy lists the names that a form has added to a class; false when the form was not sent yet. The caller has
// checked whose class it is.
func (s *Store) AddedBy(ctx context.Context, class classroom.ClassID, token string) (names []string, sent bool,
	err error) {
	defer wrap(&err, "names added to class %d", class)
	var data []byte
	err = s.read.QueryRowContext(ctx, `SELECT data FROM roster_step WHERE form_token = ?2 AND class_id = ?1`, class,
		token).Scan(&data)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, false, nil
	}
	var step stepData
	if err == nil {
		err = json.Unmarshal(data, &step)
	}
	return step.Added, true, err
}

// RenameStudent corrects the name of a student of a teacher's class; they stay signed in. NamesTaken, ErrNotFound.
func (s *Store) RenameStudent(ctx context.Context, teacher classroom.TeacherID, class classroom.ClassID,
	student classroom.StudentID, name, key, token string) (err error) {
	defer wrap(&err, "rename student %d", student)
	return s.rosterStep(ctx, teacher, class, token, func(t tx, now int64) (classroom.StepKind, stepData, error) {
		st, err := renamed(ctx, t, class, student, name, key)
		if err != nil {
			return "", stepData{}, err
		}
		step := stepData{Students: []stepStudent{st}}
		if err := rename(ctx, t, step.Students); err != nil {
			return "", step, err
		}
		return classroom.StepRename, step, auditStudents(ctx, t, now, teacher, "rename student", step.Students)
	})
}

// renamed reads a student of a class, who is to have another name. ErrNotFound.
func renamed(ctx context.Context, t tx, class classroom.ClassID, student classroom.StudentID, name, key string) (
	stepStudent, error) {
	st, err := readForStep(ctx, t, class, student)
	st.NewName, st.NewKey = name, key
	return st, err
}

// rename gives students their new names. NamesTaken.
func rename(ctx context.Context, t tx, students []stepStudent) error {
	const change = `UPDATE student SET name = ?2, name_key = ?3 WHERE id = ?1`
	for _, st := range students { // a new key may be another's old one; no folded name begins with a full stop
		if err := changeOne(ctx, t, change, st.ID, st.Name, fmt.Sprintf(". %d", st.ID)); err != nil {
			return err
		}
	}
	var taken NamesTaken
	for _, st := range students {
		err := changeOne(ctx, t, change, st.ID, st.NewName, st.NewKey)
		if isUnique(err) {
			taken = append(taken, st.ID)
			continue
		}
		if err != nil {
			return err
		}
	}
	if len(taken) > 0 {
		return taken
	}
	return nil
}

// Moved is a student who goes to another class, under this name there.
type Moved struct {
	ID        classroom.StudentID
	Name, Key string
}

// MoveStudents takes students with all that they have done from one class of a teacher to another; they stay signed in.
// Their answers are decided about with what counts as accepted there. NamesTaken names those whose name the other class
// has; ErrNotFound.
func (s *Store) MoveStudents(ctx context.Context, teacher classroom.TeacherID, from, to classroom.ClassID,
	students []Moved, token string, regrade RegradeAsked) (err error) {
	defer wrap(&err, "move students of class %d", from)
	return s.rosterStep(ctx, teacher, from, token, func(t tx, now int64) (classroom.StepKind, stepData, error) {
		step := stepData{To: to}
		if err := t.QueryRowContext(ctx, `SELECT c.name FROM class c JOIN class_teacher ct ON ct.class_id = c.id
			WHERE c.id = ?1 AND ct.teacher_id = ?2 AND c.id <> ?3 AND c.archived_at IS NULL AND c.demo = 0
				AND NOT EXISTS (SELECT 1 FROM class f WHERE f.id = ?3 AND f.demo = 1)`, to, teacher, from).
			Scan(&step.ToName); err != nil {
			return "", step, err
		}
		var taken NamesTaken
		for _, m := range students {
			st, err := renamed(ctx, t, from, m.ID, m.Name, m.Key)
			if err != nil {
				return "", step, err
			}
			err = changeOne(ctx, t, `UPDATE student SET class_id = ?3, name = ?4, name_key = ?5
				WHERE id = ?1 AND class_id = ?2`, m.ID, from, to, m.Name, m.Key)
			if isUnique(err) {
				taken = append(taken, m.ID)
				continue
			}
			if err != nil {
				return "", step, err
			}
			step.Students = append(step.Students, st)
		}
		if len(taken) > 0 {
			return "", step, taken
		}
		for _, st := range step.Students {
			if err := regradeStudent(ctx, t, st.ID, regrade, now); err != nil {
				return "", step, err
			}
		}
		return classroom.StepMove, step, auditStudents(ctx, t, now, teacher, "move student", step.Students)
	})
}

// RemoveStudents takes students out of a teacher's class: they are on no page any more and are signed out. What they
// did is kept for as long as this can be undone, see Sweep. ErrNotFound.
func (s *Store) RemoveStudents(ctx context.Context, teacher classroom.TeacherID, class classroom.ClassID,
	students []classroom.StudentID, token string) (err error) {
	defer wrap(&err, "remove students of class %d", class)
	return s.rosterStep(ctx, teacher, class, token, func(t tx, now int64) (classroom.StepKind, stepData, error) {
		var step stepData
		for _, id := range students {
			st, err := readForStep(ctx, t, class, id)
			if err != nil {
				return "", step, err
			}
			step.Students, step.Held = append(step.Students, st), append(step.Held, id)
		}
		return classroom.StepRemove, step, auditStudents(ctx, t, now, teacher, "remove student", step.Students)
	})
}
