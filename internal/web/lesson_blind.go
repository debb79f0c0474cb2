package web

import (
	"net/http"
	"strings"

	"dossier/internal/classroom"
	"dossier/internal/course"
	"dossier/internal/store"
	"dossier/views"
)

// blindReading stands in place of a bench for what somebody says about the text of the blind reading.
const blindReading = "blind-reading"

// blindIn finds the blind reading of a lesson, and what somebody has said about it. ErrNotFound in all other lessons.
func (s *Server) blindIn(r *request) (*course.Lesson, classroom.Trust, error) {
	l, err := r.lesson()
	if err != nil {
		return nil, classroom.Trust{}, err
	}
	if opens, again := r.edition.course.Blind.In(l); !opens && !again {
		return nil, classroom.Trust{}, store.ErrNotFound
	}
	said, err := s.blindSaid(r, l)
	return l, said, err
}

// blindSaid is how far somebody believed the text of the blind reading; zero in a lesson that has none.
func (s *Server) blindSaid(r *request, l *course.Lesson) (classroom.Trust, error) {
	blind := r.edition.course.Blind
	if opens, again := blind.In(l); r.student == nil || !opens && !again {
		return classroom.Trust{}, nil
	}
	all, err := s.Store.Trusts(r.ctx, r.student.ID, blindReading)
	return all[blind.Source.ID], err
}

// showBlind shows the text without its writer and asks how far one believes it, and in the later lesson tells who wrote
// it and asks again.
func (s *Server) showBlind(r *request) error {
	l, said, err := s.blindIn(r)
	if err != nil {
		return err
	}
	return s.blindPage(r, l, http.StatusOK, views.BlindReadingProps{Said: said})
}

func (s *Server) blindPage(r *request, l *course.Lesson, status int, props views.BlindReadingProps) error {
	w, err := s.workIn(r, l)
	if err != nil {
		return err
	}
	props.Blind, props.Lesson = r.edition.course.Blind, l
	props.GoOn, _ = s.nextIn(r, l, w)
	_, props.Again = props.Blind.In(l)
	return s.render(r, status, views.BlindReadingPage(s.lessonPage(r, l, w, props.Blind.Question, "blind"), props))
}

// sayBlind keeps how far somebody believes the text. What was said first stays.
func (s *Server) sayBlind(r *request) error {
	l, said, err := s.blindIn(r)
	if err != nil {
		return err
	}
	here := views.BlindPath(l.ID)
	_, again := r.edition.course.Blind.In(l)
	switch stage := r.form.Value("stage"); {
	case stage == "after" && again && said.After > 0 && !saysAgain(r, said):
		return store.ErrConflict // what was said first stays, and what was typed is shown again
	case stage == "before" && said.Before == 0:
		return s.believeBefore(r, l, here)
	case stage == "after" && again && said.Before > 0 && said.After == 0:
		return s.believeAfter(r, l, said, here)
	}
	return redirect(here) // said already, or not its turn: the page shows where they are
}

// saysAgain tells whether a form says what has been said already.
func saysAgain(r *request, said classroom.Trust) bool {
	return step(r.form.Value("after")) == said.After && strings.TrimSpace(r.form.Value("moved")) == said.Moved
}

func (s *Server) believeBefore(r *request, l *course.Lesson, here string) error {
	props := views.BlindReadingProps{Chosen: step(r.form.Value("before")), Problems: views.Problems{}}
	if props.Chosen == 0 {
		props.Problems["before"] = "Say how far you believe it."
		return s.blindPage(r, l, http.StatusUnprocessableEntity, props)
	}
	said := []classroom.Trust{{Source: r.edition.course.Blind.Source.ID, Before: props.Chosen}}
	if err := s.Store.TrustBefore(r.own(), r.answerer(), blindReading, said); err != nil {
		return err
	}
	return redirect(here)
}

func (s *Server) believeAfter(r *request, l *course.Lesson, said classroom.Trust, here string) error {
	props := views.BlindReadingProps{Said: said, Chosen: step(r.form.Value("after")),
		Moved: strings.TrimSpace(r.form.Value("moved")), Problems: views.Problems{}}
	if props.Chosen == 0 {
		props.Problems["after"] = "Say how far you believe it now."
	}
	if problem := sentenceProblem(props.Moved); problem != "" {
		props.Problems["moved"] = problem
	}
	if len(props.Problems) > 0 {
		return s.blindPage(r, l, http.StatusUnprocessableEntity, props)
	}
	now := []classroom.Trust{{Source: said.Source, After: props.Chosen, Moved: props.Moved}}
	if err := s.Store.TrustAfter(r.own(), r.student.ID, blindReading, now); err != nil {
		return err
	}
	return redirect(here)
}
