package web

import (
	"context"

	"dossier/internal/account"
	"dossier/internal/classroom"
	"dossier/internal/demo"
	"dossier/views"
)

// PlantDemo plants an invented class of a teacher, with the course as it is served now, and returns it; the one that is
// there already, if there is one.
func (s *Server) PlantDemo(ctx context.Context, teacher classroom.TeacherID, name string, shape demo.Shape) (
	classroom.ClassID, error) {
	shape.Now = s.local(s.Now())
	plan, err := demo.Make(s.edition.Load().course, shape)
	if err != nil {
		return 0, err
	}
	return demo.Plant(ctx, s.Ground(teacher), plan, name)
}

// Ground is where a class of a teacher can be planted.
func (s *Server) Ground(teacher classroom.TeacherID) demo.Ground {
	return demo.Ground{Store: s.Store, Teacher: teacher, Asked: s.edition.Load().asking}
}

func (s *Server) plantDemo(r *request) error {
	id, err := s.PlantDemo(r.ctx, r.teacher.ID, demo.ClassName, demo.Shape{})
	if err != nil {
		return err
	}
	return redirect(views.ClassHref(int64(id), ""))
}

func (s *Server) removeDemo(r *request) error {
	if err := s.Store.RemoveDemo(r.ctx, r.teacher.ID, classroom.ClassID(r.number("class"))); err != nil {
		return err
	}
	return redirect("/classes")
}

// demoBanner is what stands on every page of an invented class.
func (s *Server) demoBanner(class classroom.Class) *views.DemoProps {
	return &views.DemoProps{Class: int64(class.ID), Code: account.FormatJoinCode(class.Code), Name: demo.ShownName,
		PIN: demo.PIN(s.secret, class.ID)}
}
