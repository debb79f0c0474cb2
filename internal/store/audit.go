package store

import (
	"context"
	"fmt"

	"dossier/internal/classroom"
)

// Audit lists the newest n lines of the record of what was done, the newest first. No names of students are in it.
func (s *Store) Audit(ctx context.Context, n int) (all []classroom.AuditEntry, err error) {
	defer wrap(&err, "audit")
	return collect(ctx, s.read, func(row scanner) (e classroom.AuditEntry, err error) {
		var at int64
		err = row.Scan(&at, &e.Actor, &e.Name, &e.Action, &e.Subject)
		e.At = fromMillis(at)
		return e, err
	}, `SELECT a.at, a.actor, coalesce(t.name, ''), a.action, a.subject FROM audit a
		LEFT JOIN teacher t ON a.actor = 'teacher ' || t.id ORDER BY a.id DESC LIMIT ?1`, n)
}

// NoteExport notes that somebody has taken the work of a student, or of a whole class for student 0, out of the
// program. teacher 0 is whoever sits at the machine.
func (s *Store) NoteExport(ctx context.Context, teacher classroom.TeacherID, class classroom.ClassID,
	student classroom.StudentID, what string) (err error) {
	defer wrap(&err, "note an export of class %d", class)
	subject := classSubject(class)
	if student != 0 {
		subject = fmt.Sprintf("student %d", student)
	}
	return s.write(ctx, func(t tx) error {
		return audit(ctx, t, millis(s.now()), actorOf(teacher), "take away "+what, subject)
	})
}
