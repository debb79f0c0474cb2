package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"dossier/internal/classroom"
)

func insertClass(ctx context.Context, t tx, teacher classroom.TeacherID, name, code, formToken string,
	now int64) (id classroom.ClassID, err error) {
	err = t.QueryRowContext(ctx, `INSERT INTO class (name, code, form_token, created_at) VALUES (?1, ?2, ?3, ?4)
		RETURNING id`, name, code, formToken, now).
		Scan(&id)
	if isUnique(err) {
		return 0, ErrConflict
	}
	if err != nil {
		return 0, err
	}
	_, err = t.ExecContext(ctx, `INSERT INTO class_teacher (class_id, teacher_id) VALUES (?1, ?2)`, id, teacher)
	return id, err
}

// CreateClass makes a class of a teacher. A repeated form returns the class that the first one made.
// ErrConflict when the code is taken: draw another.
func (s *Store) CreateClass(ctx context.Context, teacher classroom.TeacherID, name, code,
	formToken string) (id classroom.ClassID, err error) {
	defer wrap(&err, "create class")
	err = s.write(ctx, func(t tx) error {
		now := millis(s.now())
		err := t.QueryRowContext(ctx, `SELECT id FROM class WHERE form_token = ?1 AND id IN (SELECT class_id
			FROM class_teacher WHERE teacher_id = ?2)`, formToken, teacher).
			Scan(&id)
		if !errors.Is(err, sql.ErrNoRows) {
			return err
		}
		if id, err = insertClass(ctx, t, teacher, name, code, formToken, now); err != nil {
			return err
		}
		return audit(ctx, t, now, actorTeacher(teacher), "create class", fmt.Sprintf("class %d", id))
	})
	return id, err
}

// ReplaceCode gives a teacher's class a new join code; the old one stops at once. ErrNotFound, ErrConflict.
func (s *Store) ReplaceCode(ctx context.Context, teacher classroom.TeacherID, class classroom.ClassID,
	code string) (err error) {
	defer wrap(&err, "replace code of class %d", class)
	return s.write(ctx, func(t tx) error {
		res, err := t.ExecContext(ctx, `UPDATE class SET code = ?3 WHERE id = ?1 AND id IN (SELECT class_id
			FROM class_teacher WHERE teacher_id = ?2)`, class, teacher, code)
		if isUnique(err) {
			return ErrConflict
		}
		if err != nil {
			return err
		}
		if n, err := res.RowsAffected(); err != nil || n == 0 {
			return ErrNotFound
		}
		return audit(ctx, t, millis(s.now()), actorTeacher(teacher), "replace join code", fmt.Sprintf("class %d", class))
	})
}

const classColumns = `c.id, c.name, c.code, (SELECT count(*) FROM student s WHERE s.class_id = c.id), c.demo,
	c.archived_at IS NOT NULL, c.door, coalesce(c.places, 0)`

func scanClass(row scanner) (c classroom.Class, err error) {
	err = row.Scan(&c.ID, &c.Name, &c.Code, &c.Students, &c.Demo, &c.Archived, &c.Door, &c.Places)
	return c, err
}

// Classes lists a teacher's classes by name.
func (s *Store) Classes(ctx context.Context, teacher classroom.TeacherID) (classes []classroom.Class, err error) {
	defer wrap(&err, "classes of teacher %d", teacher)
	return collect(ctx, s.read, scanClass, `SELECT `+classColumns+` FROM class c
		JOIN class_teacher ct ON ct.class_id = c.id WHERE ct.teacher_id = ?1 ORDER BY c.name, c.id`, teacher)
}

// Class finds a class of this teacher. ErrNotFound, for somebody else's class too.
func (s *Store) Class(ctx context.Context, teacher classroom.TeacherID, class classroom.ClassID) (_ classroom.Class,
	err error) {
	defer wrap(&err, "class %d", class)
	return scanClass(s.read.QueryRowContext(ctx, `SELECT `+classColumns+` FROM class c
		JOIN class_teacher ct ON ct.class_id = c.id WHERE c.id = ?1 AND ct.teacher_id = ?2`, class, teacher))
}

// ClassByCode finds the class that a join code opens. ErrNotFound.
func (s *Store) ClassByCode(ctx context.Context, code string) (_ classroom.Class, err error) {
	defer wrap(&err, "class by code")
	return scanClass(s.read.QueryRowContext(ctx, `SELECT `+classColumns+` FROM class c WHERE c.code = ?1`, code))
}

// ClassRows lists the students of a class by name with their progress. The caller has checked whose class it is.
func (s *Store) ClassRows(ctx context.Context, class classroom.ClassID) (rows []classroom.ClassRow, err error) {
	defer wrap(&err, "rows of class %d", class)
	students, err := s.read.QueryContext(ctx, `SELECT id, name, last_active_at FROM student WHERE class_id = ?1
		ORDER BY name_key`, class)
	if err != nil {
		return nil, err
	}
	defer students.Close()
	at := map[classroom.StudentID]int{}
	for students.Next() {
		r := classroom.ClassRow{Lessons: map[string]classroom.LessonRecord{}}
		var active int64
		if err := students.Scan(&r.Student.ID, &r.Student.Name, &active); err != nil {
			return nil, err
		}
		r.Student.Class, r.LastActive = class, seenAt(active)
		at[r.Student.ID] = len(rows)
		rows = append(rows, r)
	}
	if err := students.Err(); err != nil {
		return nil, err
	}
	records, err := lessonRecords(ctx, s.read, `IN (SELECT id FROM student WHERE class_id = ?1)`, int64(class))
	for id, lessons := range records {
		if i, ok := at[id]; ok {
			rows[i].Lessons = lessons
		}
	}
	return rows, err
}
