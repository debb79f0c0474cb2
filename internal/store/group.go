package store

import (
	"context"
	"fmt"

	"dossier/internal/classroom"
)

// Groups lists the groups of a class by name, with their members by number. The caller has checked whose class it is.
func (s *Store) Groups(ctx context.Context, class classroom.ClassID) (all []classroom.Group, err error) {
	defer wrap(&err, "groups of class %d", class)
	all, err = collect(ctx, s.read, func(row scanner) (g classroom.Group, err error) {
		return g, row.Scan(&g.ID, &g.Class, &g.Name)
	}, `SELECT id, class_id, name FROM student_group WHERE class_id = ?1 ORDER BY name_key`, class)
	if err != nil {
		return nil, err
	}
	at := map[classroom.GroupID]*classroom.Group{}
	for i := range all {
		at[all[i].ID] = &all[i]
	}
	type member struct {
		of classroom.GroupID
		is classroom.StudentID
	}
	members, err := collect(ctx, s.read, func(row scanner) (m member, err error) { return m, row.Scan(&m.of, &m.is) },
		`SELECT m.group_id, m.student_id FROM student_group g JOIN group_member m ON m.group_id = g.id
			WHERE g.class_id = ?1 ORDER BY m.group_id, m.student_id`, class)
	for _, m := range members {
		at[m.of].Members = append(at[m.of].Members, m.is)
	}
	return all, err
}

// KeepGroup makes a group of a teacher's class, or changes one, and leaves everything else about it as it stands.
// nameKey is the folded name: ErrConflict when another group of the class has it. Students of other classes are left
// out. ErrNotFound.
func (s *Store) KeepGroup(ctx context.Context, teacher classroom.TeacherID, g classroom.GroupChange, nameKey string) (
	id classroom.GroupID, err error) {
	defer wrap(&err, "keep group %d of class %d", g.ID, g.Class)
	err = s.write(ctx, func(t tx) error {
		id = g.ID
		var err error
		if id == 0 {
			err = t.QueryRowContext(ctx, `INSERT INTO student_group (class_id, name, name_key)
				SELECT class_id, ?3, ?4 FROM class_teacher WHERE class_id = ?1 AND teacher_id = ?2 RETURNING id`,
				g.Class, teacher, g.Name, nameKey).Scan(&id)
		} else {
			err = changeOne(ctx, t, `UPDATE student_group SET name = CASE WHEN ?4 = '' THEN name ELSE ?4 END,
				name_key = CASE WHEN ?4 = '' THEN name_key ELSE ?5 END
				WHERE id = ?1 AND class_id = ?3 AND `+ownAssignment, id, teacher, g.Class, g.Name, nameKey)
		}
		if isUnique(err) {
			return ErrConflict
		}
		if err != nil {
			return err
		}
		if err := changeMembers(ctx, t, id, g); err != nil {
			return err
		}
		return audit(ctx, t, millis(s.now()), actorTeacher(teacher), "keep group", fmt.Sprintf("group %d", id))
	})
	return id, err
}

func changeMembers(ctx context.Context, t tx, id classroom.GroupID, g classroom.GroupChange) error {
	for _, student := range g.Out {
		if _, err := t.ExecContext(ctx, `DELETE FROM group_member WHERE group_id = ?1 AND student_id = ?2`, id,
			student); err != nil {
			return err
		}
	}
	for _, student := range g.In {
		if _, err := t.ExecContext(ctx, `INSERT INTO group_member (group_id, student_id)
			SELECT ?1, id FROM student WHERE id = ?2 AND class_id = ?3 ON CONFLICT DO NOTHING`, id, student,
			g.Class); err != nil {
			return err
		}
	}
	return nil
}

// RemoveGroup removes a group of a teacher's class; its students stay. ErrLocked while work is handed out to it, since
// that would then be the whole class's. ErrNotFound.
func (s *Store) RemoveGroup(ctx context.Context, teacher classroom.TeacherID, class classroom.ClassID,
	id classroom.GroupID) (err error) {
	defer wrap(&err, "remove group %d", id)
	return s.write(ctx, func(t tx) error {
		var used bool
		if err := t.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM assignment_group WHERE group_id = g.id)
			FROM student_group g WHERE g.id = ?1 AND g.class_id = ?3 AND g.`+ownAssignment, id, teacher, class).
			Scan(&used); err != nil {
			return err
		}
		if used {
			return ErrLocked
		}
		if err := changeOne(ctx, t, `DELETE FROM student_group WHERE id = ?1`, id); err != nil {
			return err
		}
		return audit(ctx, t, millis(s.now()), actorTeacher(teacher), "remove group", fmt.Sprintf("group %d", id))
	})
}
