package store

import (
	"context"

	"dossier/internal/classroom"
)

// AnyClass finds a class whoever teaches it, for whoever sits at the machine. ErrNotFound.
func (s *Store) AnyClass(ctx context.Context, class classroom.ClassID) (_ classroom.Class, err error) {
	defer wrap(&err, "class %d", class)
	return scanClass(s.read.QueryRowContext(ctx, `SELECT `+classColumns+` FROM class c WHERE c.id = ?1`, class))
}

// AnyStudent finds a student of whatever class, for whoever sits at the machine. ErrNotFound, for a guest too.
func (s *Store) AnyStudent(ctx context.Context, student classroom.StudentID) (st classroom.Student, err error) {
	defer wrap(&err, "student %d", student)
	err = s.read.QueryRowContext(ctx, `SELECT st.id, st.name, st.class_id, c.name FROM student st
		JOIN class c ON c.id = st.class_id WHERE st.id = ?1`, student).Scan(&st.ID, &st.Name, &st.Class, &st.ClassName)
	return st, err
}
