package web

import (
	"context"

	"dossier/internal/account"
	"dossier/internal/classroom"
	"dossier/internal/demo"
	"dossier/internal/store"
	"dossier/views"
)

// PlantDemo plants an invented class of a teacher, with the course as it is served now, and returns it; the one that is
// there already, if there is one.
func (s *Server) PlantDemo(ctx context.Context, teacher classroom.TeacherID, name string, shape demo.Shape,
	report func(done, of int)) (classroom.ClassID, error) {
	shape.Now = s.local(s.Now())
	plan, err := demo.Make(s.edition.Load().course, shape)
	if err != nil {
		return 0, err
	}
	ground := s.Ground(teacher)
	ground.Report = report
	return demo.Plant(ctx, ground, plan, name)
}

// Ground is where a class of a teacher can be planted.
func (s *Server) Ground(teacher classroom.TeacherID) demo.Ground {
	return demo.Ground{Store: s.Store, Teacher: teacher, Asked: s.edition.Load().asking}
}

func (s *Server) plantDemo(r *request) error {
	return s.follow(r, s.begin(r, "plant demo class", "Making the demo class", func(j *job) (string, error) {
		id, err := s.PlantDemo(context.Background(), j.teacher, demo.ClassName, demo.Shape{}, j.report)
		return views.ClassHref(int64(id), ""), err
	}))
}

func (s *Server) removeDemo(r *request) error {
	name := "remove demo class " + r.param("class")
	class, err := s.class(r)
	if j := s.jobs.find(s.jobID(r, name)); err != nil && j != nil { // a second click, when it has gone already
		return s.follow(r, j)
	}
	if err != nil {
		return err
	}
	if !class.Demo {
		return store.ErrNotFound
	}
	return s.follow(r, s.begin(r, name, "Removing the invented class", func(j *job) (string, error) {
		return "/classes", s.Store.RemoveDemo(context.Background(), j.teacher, class.ID)
	}))
}

// demoBanner is what stands on every page of an invented class.
func (s *Server) demoBanner(class classroom.Class) *views.DemoProps {
	return &views.DemoProps{Class: int64(class.ID), Code: account.FormatJoinCode(class.Code), Name: demo.ShownName,
		PIN: demo.PIN(s.secret, class.ID)}
}
