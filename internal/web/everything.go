package web

import (
	"context"
	"encoding/json"
	"errors"
	"io"

	"github.com/valyala/fasthttp"

	"dossier/internal/classroom"
	"dossier/internal/export"
	"dossier/internal/store"
)

// WriteStudent writes a zip archive for somebody who asks what is stored about a student: the pack that the student
// can take away themselves, and everything that is stored, row by row.
func (s *Server) WriteStudent(ctx context.Context, w io.Writer, st classroom.Student) error {
	r := s.atTheMachine(ctx, classroom.Teacher{})
	work, err := s.workByID(r, st.Class)
	if err != nil {
		return err
	}
	pack := export.NewPack(w, s.local(s.Now()))
	p := ownWork{r: r, student: st.ID, name: st.Name, class: st.Class, title: st.ClassName, work: work}
	return errors.Join(
		pack.Add("README.txt", writeText(export.EverythingReadMe)),
		pack.Add("pack.html", func(w io.Writer) error { return s.drawPack(p, w) }),
		pack.Add("everything.json", func(w io.Writer) error { return s.writeEverything(ctx, w, st.ID) }),
		pack.Close())
}

// WriteClass writes the class pack that a teacher takes away, and besides everything that is stored about each student.
func (s *Server) WriteClass(ctx context.Context, w io.Writer, class classroom.Class) error {
	teachers, err := s.Store.ClassTeachers(ctx, class.ID)
	if err == nil && len(teachers) == 0 {
		err = store.ErrNotFound
	}
	if err != nil {
		return err
	}
	students, err := s.Store.Roster(ctx, class.ID)
	if err != nil {
		return err
	}
	t := &taking{r: s.atTheMachine(ctx, teachers[0]), class: class, students: students,
		teachers: map[classroom.TeacherID]string{}}
	pack := export.NewPack(w, s.local(s.Now()))
	if err := s.fillPack(t, pack); err != nil {
		return err
	}
	for _, st := range students {
		if err := pack.Add(export.EverythingFile(st.ID), func(w io.Writer) error {
			return s.writeEverything(ctx, w, st.ID)
		}); err != nil {
			return err
		}
	}
	return errors.Join(pack.Add("everything/README.txt", writeText(export.EverythingReadMe)), pack.Close())
}

// atTheMachine is a request that nobody has sent: whoever sits at the machine wants a file.
func (s *Server) atTheMachine(ctx context.Context, teacher classroom.Teacher) *request {
	return &request{c: s.app.AcquireCtx(&fasthttp.RequestCtx{}), ctx: ctx, edition: s.edition.Load(), teacher: &teacher}
}

func (s *Server) writeEverything(ctx context.Context, w io.Writer, student classroom.StudentID) error {
	all, err := s.Store.Everything(ctx, student)
	if err != nil {
		return err
	}
	out := json.NewEncoder(w)
	out.SetEscapeHTML(false)
	out.SetIndent("", "  ")
	return out.Encode(all)
}

func writeText(text string) func(io.Writer) error {
	return func(w io.Writer) error {
		_, err := io.WriteString(w, text)
		return err
	}
}
