package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"dossier/internal/classroom"
)

// stepData is what a step changed, as it was before and after: the column data of roster_step.
type stepData struct {
	Students []stepStudent         `json:"students"`
	Held     []classroom.StudentID `json:"held,omitempty"`  // those of them who have no class while it can be undone
	Added    []string              `json:"added,omitempty"` // names of new students
	To       classroom.ClassID     `json:"to,omitempty"`    // where they were moved
	ToName   string                `json:"to_name,omitempty"`
	Merge    *merged               `json:"merge,omitempty"`
}

// stepStudent is a student before a step, and the name they have after it where it is another.
type stepStudent struct {
	ID      classroom.StudentID `json:"id"`
	Name    string              `json:"name"`
	Key     string              `json:"key"`
	PIN     string              `json:"pin,omitempty"` // hashed; only of one who is held
	NewName string              `json:"new_name,omitempty"`
	NewKey  string              `json:"new_key,omitempty"`
}

// readForStep reads a student of a class. ErrNotFound.
func readForStep(ctx context.Context, t tx, class classroom.ClassID, student classroom.StudentID) (stepStudent, error) {
	st := stepStudent{ID: student}
	err := t.QueryRowContext(ctx, `SELECT name, name_key, pin_hash FROM student WHERE id = ?1 AND class_id = ?2`, student,
		class).Scan(&st.Name, &st.Key, &st.PIN)
	return st, err
}

// rosterStep does something to the list of a teacher's class and writes down how to undo it. A form that comes again
// does nothing. ErrNotFound for somebody else's class.
func (s *Store) rosterStep(ctx context.Context, teacher classroom.TeacherID, class classroom.ClassID, token string,
	do func(t tx, now int64) (classroom.StepKind, stepData, error)) error {
	return s.write(ctx, func(t tx) error {
		now := millis(s.now())
		var done bool
		if err := t.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM roster_step WHERE form_token = ?3)
			FROM class_teacher WHERE class_id = ?1 AND teacher_id = ?2`, class, teacher, token).Scan(&done); err != nil {
			return err
		}
		if done {
			return nil
		}
		kind, step, err := do(t, now)
		if err != nil {
			return err
		}
		held := map[classroom.StudentID]bool{}
		for _, id := range step.Held {
			held[id] = true
		}
		for i := range step.Students {
			if !held[step.Students[i].ID] {
				step.Students[i].PIN = ""
			}
		}
		data, err := json.Marshal(step)
		if err != nil {
			return err
		}
		id, err := insertRow(ctx, t, `INSERT INTO roster_step (class_id, teacher_id, kind, data, form_token, taken_at)
			VALUES (?1, ?2, ?3, ?4, ?5, ?6)`, class, teacher, kind, string(data), token, now)
		if err != nil {
			return err
		}
		for _, student := range step.Held {
			if err := hold(ctx, t, id, class, student); err != nil {
				return err
			}
		}
		return nil
	})
}

// hold takes a student out of a class until the step is undone, or its hour is over.
func hold(ctx context.Context, t tx, step int64, class classroom.ClassID, student classroom.StudentID) error {
	err := changeOne(ctx, t, `UPDATE student SET class_id = NULL, name = '', name_key = '', pin_hash = ''
		WHERE id = ?1 AND class_id = ?2`, student, class)
	if err != nil {
		return err
	}
	for _, statement := range []string{
		`INSERT INTO roster_held (student_id, step_id) VALUES (?1, ?2)`,
		`DELETE FROM session WHERE student_id = ?1 AND ?2 <> 0`,
		`DELETE FROM waiting WHERE student_id = ?1 AND ?2 <> 0`, // let in at the door, and not gone in yet
	} {
		if _, err := t.ExecContext(ctx, statement, student, step); err != nil {
			return err
		}
	}
	return nil
}

func auditStudents(ctx context.Context, t tx, now int64, teacher classroom.TeacherID, action string,
	students []stepStudent) error {
	for _, st := range students {
		if err := audit(ctx, t, now, actorTeacher(teacher), action, fmt.Sprintf("student %d", st.ID)); err != nil {
			return err
		}
	}
	return nil
}

// RosterSteps lists what was done to the list of a class and can still be undone, the newest first. The caller has
// checked whose class it is.
func (s *Store) RosterSteps(ctx context.Context, class classroom.ClassID) (steps []classroom.RosterStep, err error) {
	defer wrap(&err, "roster steps of class %d", class)
	all, err := collect(ctx, s.read, func(row scanner) (step classroom.RosterStep, err error) {
		var data []byte
		var at int64
		if err := row.Scan(&step.ID, &step.Kind, &data, &at, &step.By); err != nil {
			return step, err
		}
		step.At = fromMillis(at)
		var d stepData
		if err := json.Unmarshal(data, &d); err != nil {
			return step, err
		}
		for _, st := range d.Students {
			step.Names = append(step.Names, st.Name)
		}
		switch {
		case step.Kind == classroom.StepMove:
			step.To = d.ToName
		case step.Kind == classroom.StepRename && len(d.Students) == 1:
			step.To = d.Students[0].NewName
		case d.Merge != nil:
			step.To = d.Merge.IntoName
		}
		return step, nil
	}, `SELECT r.id, r.kind, r.data, r.taken_at, coalesce(t.name, '') FROM roster_step r
		LEFT JOIN teacher t ON t.id = r.teacher_id
		WHERE r.class_id = ?1 AND r.kind <> 'add' AND r.undone_at IS NULL ORDER BY r.id DESC`, class)
	now := s.now()
	for _, step := range all {
		if classroom.Age(now, step.At) < classroom.UndoFor {
			steps = append(steps, step)
		}
	}
	return steps, err
}

// UndoRoster takes a step back. It refuses with a classroom.UndoRefused when that cannot be; what was undone before is
// left alone. What whoever comes back has answered is decided about with what counts as accepted in the class.
// ErrNotFound for a step in somebody else's class.
func (s *Store) UndoRoster(ctx context.Context, teacher classroom.TeacherID, class classroom.ClassID, id int64,
	regrade RegradeAsked) (err error) {
	defer wrap(&err, "undo roster step %d", id)
	return s.write(ctx, func(t tx) error {
		var (
			kind classroom.StepKind
			data []byte
			at   int64
			done bool
		)
		err := t.QueryRowContext(ctx, `SELECT r.kind, r.data, r.taken_at, r.undone_at IS NOT NULL FROM roster_step r
			JOIN class_teacher ct ON ct.class_id = r.class_id
			WHERE r.id = ?1 AND r.class_id = ?2 AND ct.teacher_id = ?3 AND r.kind <> 'add'`, id, class, teacher).
			Scan(&kind, &data, &at, &done)
		if err != nil || done {
			return err
		}
		var step stepData
		if err := json.Unmarshal(data, &step); err != nil {
			return err
		}
		if err := mayUndo(ctx, t, teacher, class, id, step, classroom.Age(s.now(), fromMillis(at))); err != nil {
			return err
		}
		now := millis(s.now())
		err = changeOne(ctx, t, `UPDATE roster_step SET undone_at = ?2 WHERE id = ?1 AND undone_at IS NULL`, id, now)
		if err != nil {
			return err
		}
		if err := undoStep(ctx, t, class, id, step); err != nil {
			return err
		}
		for _, st := range step.Students {
			if err := regradeStudent(ctx, t, st.ID, regrade, now); err != nil {
				return err
			}
		}
		return auditStudents(ctx, t, now, teacher, "undo "+string(kind)+" student", step.Students)
	})
}

// mayUndo looks at the students of a step as they are now.
func mayUndo(ctx context.Context, t tx, teacher classroom.TeacherID, class classroom.ClassID, id int64, step stepData,
	age time.Duration) error {
	held := map[classroom.StudentID]bool{}
	for _, student := range step.Held {
		held[student] = true
	}
	of := map[classroom.StudentID]bool{} // whose names will be others afterwards
	for _, st := range step.Students {
		of[st.ID] = true
	}
	var all []classroom.Undoing
	since, err := touchedSince(ctx, t, teacher, id, step)
	if err != nil {
		return err
	}
	for _, st := range step.Students {
		u := classroom.Undoing{Name: st.Name}
		there, err := stillThere(ctx, t, teacher, class, id, step, st, held[st.ID])
		if err != nil {
			return err
		}
		u.Gone = !there || since
		var has classroom.StudentID
		err = t.QueryRowContext(ctx, `SELECT id FROM student WHERE class_id = ?1 AND name_key = ?2`, class, st.Key).Scan(&has)
		if err != nil && !errors.Is(err, sql.ErrNoRows) {
			return err
		}
		u.Taken = err == nil && !of[has]
		all = append(all, u)
	}
	return classroom.MayUndo(age, all)
}

// touchedSince reports whether a later step, which was not undone, was about one of the students of this one. Such
// steps are undone in turn: else work would come back to the wrong one of two rows that were merged.
func touchedSince(ctx context.Context, t tx, teacher classroom.TeacherID, id int64, step stepData) (bool, error) {
	later, err := collect(ctx, t, func(row scanner) (step stepData, err error) {
		var data []byte
		if err := row.Scan(&data); err != nil {
			return step, err
		}
		return step, json.Unmarshal(data, &step)
	}, `SELECT DISTINCT r.data FROM roster_step r JOIN class_teacher ct ON ct.class_id = r.class_id
		WHERE ct.teacher_id = ?1 AND r.id > ?2 AND r.undone_at IS NULL AND r.kind <> 'add'`, teacher, id)
	if err != nil {
		return false, err
	}
	own := step.about()
	return slices.ContainsFunc(later, func(l stepData) bool {
		return slices.ContainsFunc(l.about(), func(who classroom.StudentID) bool { return slices.Contains(own, who) })
	}), nil
}

// about lists the students whom a step changed.
func (d stepData) about() (all []classroom.StudentID) {
	for _, st := range d.Students {
		all = append(all, st.ID)
	}
	if d.Merge != nil {
		all = append(all, d.Merge.Into)
	}
	return all
}

// stillThere reports whether a student is as a step left them. Whom somebody was merged with need only be in the class.
func stillThere(ctx context.Context, t tx, teacher classroom.TeacherID, class classroom.ClassID, id int64,
	step stepData, st stepStudent, held bool) (there bool, err error) {
	switch {
	case held && step.Merge != nil:
		err = t.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM roster_held WHERE student_id = ?1 AND step_id = ?2)
			AND EXISTS (SELECT 1 FROM student WHERE id = ?3 AND class_id = ?4)`, st.ID, id, step.Merge.Into, class).Scan(&there)
	case held:
		err = t.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM roster_held WHERE student_id = ?1 AND step_id = ?2)`,
			st.ID, id).Scan(&there)
	case step.To != 0:
		err = t.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM student s
			JOIN class_teacher ct ON ct.class_id = s.class_id AND ct.teacher_id = ?4
			WHERE s.id = ?1 AND s.class_id = ?2 AND s.name_key = ?3)`, st.ID, step.To, st.NewKey, teacher).Scan(&there)
	default:
		err = t.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM student WHERE id = ?1 AND class_id = ?2
			AND name = ?3 AND name_key = ?4)`, st.ID, class, st.NewName, st.NewKey).Scan(&there)
	}
	return there, err
}

// undoStep puts the students of a step back as they were.
func undoStep(ctx context.Context, t tx, class classroom.ClassID, id int64, step stepData) error {
	if step.Merge != nil {
		if err := unmerge(ctx, t, *step.Merge); err != nil {
			return err
		}
	}
	back := make([]stepStudent, 0, len(step.Students))
	for _, st := range step.Students {
		err := changeOne(ctx, t, `UPDATE student SET class_id = ?2, name_key = ?3,
			pin_hash = CASE WHEN ?4 = '' THEN pin_hash ELSE ?4 END WHERE id = ?1`, st.ID, class,
			fmt.Sprintf(". %d", st.ID), st.PIN)
		if err != nil {
			return err
		}
		back = append(back, stepStudent{ID: st.ID, Name: st.Name, NewName: st.Name, NewKey: st.Key})
	}
	if _, err := t.ExecContext(ctx, `DELETE FROM roster_held WHERE step_id = ?1`, id); err != nil {
		return err
	}
	return rename(ctx, t, back)
}

// betweenLooks is what lies at least between two looks at steps whose hour is over.
const betweenLooks = 30 * time.Minute

// noteOver notes which steps' hour is over, and forgets what a clock that leapt has noted. It is called when the clock
// is believed.
func noteOver(ctx context.Context, t tx, now int64) error {
	for _, statement := range []struct {
		sql string
		arg int64
	}{
		{`UPDATE roster_step SET taken_at = ?1 WHERE taken_at > ?1`, now},
		{`UPDATE roster_step SET over_at = NULL WHERE over_at > ?1`, now},
		{`UPDATE roster_step SET over_at = ?1 + ` + fmt.Sprint(classroom.UndoFor.Milliseconds()) +
			` WHERE over_at IS NULL AND taken_at <= ?1`, now - classroom.UndoFor.Milliseconds()},
	} {
		if _, err := t.ExecContext(ctx, statement.sql, statement.arg); err != nil {
			return err
		}
	}
	return nil
}

// sweepRoster deletes steps whose hour is over, with the students whom nobody brought back, and wipes what was left of
// them. As with guests it takes two looks, so that a clock that leaps deletes nothing that could still be undone. It is
// called when the clock is believed.
func (s *Store) sweepRoster(ctx context.Context, now int64) error {
	const over = `SELECT h.student_id FROM roster_held h JOIN roster_step r ON r.id = h.step_id
		JOIN student st ON st.id = h.student_id WHERE r.over_at <= ?1 AND st.class_id IS NULL`
	before := now - betweenLooks.Milliseconds()
	if err := s.db.Write(ctx, func(t tx) error { return noteFormer(ctx, t, before) }); err != nil {
		return err
	}
	if err := s.deleteStudents(ctx, nil, over, before); err != nil {
		return err
	}
	return s.db.Write(fromReserve(ctx), func(t tx) error {
		steps, err := changedRows(t.ExecContext(ctx, `DELETE FROM roster_step WHERE over_at <= ?1`, before))
		if err != nil || steps == 0 {
			return err
		}
		return oweWiping(ctx, t, before)
	})
}

// noteFormer notes of everybody who is about to be deleted with a step to whom, or to which class, they belonged, and
// that their traces have to be wiped.
func noteFormer(ctx context.Context, t tx, before int64) error {
	type held struct {
		student classroom.StudentID
		class   classroom.ClassID
		data    []byte
	}
	all, err := collect(ctx, t, func(row scanner) (h held, err error) {
		return h, row.Scan(&h.student, &h.class, &h.data)
	}, `SELECT h.student_id, r.class_id, r.data FROM roster_held h JOIN roster_step r ON r.id = h.step_id
		WHERE r.over_at <= ?1 ORDER BY r.id`, before)
	if err != nil || len(all) == 0 {
		return err
	}
	for _, h := range all {
		var step stepData
		if err := json.Unmarshal(h.data, &step); err != nil {
			return err
		}
		into, class := classroom.StudentID(0), h.class
		if step.Merge != nil {
			into, class = step.Merge.Into, 0
		}
		if err := former(ctx, t, h.student, into, class); err != nil {
			return err
		}
	}
	return oweWiping(ctx, t, before)
}
