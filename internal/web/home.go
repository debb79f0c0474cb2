package web

import (
	"fmt"
	"net/http"
	"slices"
	"strings"

	"dossier/internal/classroom"
	"dossier/internal/course"
	"dossier/views"
)

func (s *Server) showHome(r *request) error {
	lessons, err := s.lessonLinks(r, r.student)
	if err != nil {
		return err
	}
	home := views.HomeProps{Course: r.edition.course, Lessons: lessons, Figure: r.edition.homeFigure,
		More: len(lessons) < len(r.edition.course.Lessons)}
	if home.GoOn, err = s.whereNext(r, lessons); err != nil {
		return err
	}
	if home.Back, err = s.cameBack(r); err != nil {
		return err
	}
	if home.Work, home.AllWork, err = s.workNext(r); err != nil {
		return err
	}
	return s.render(r, http.StatusOK, views.HomePage(s.page(r, r.edition.course.Title, "/"), home))
}

// cameBack lists the benches whose comments a student has not answered yet, the newest first.
func (s *Server) cameBack(r *request) ([]views.Link, error) {
	if r.student == nil {
		return nil, nil
	}
	all, err := s.Store.Returned(r.ctx, r.student.ID)
	if err != nil {
		return nil, err
	}
	var out []views.Link
	for _, back := range all {
		if b, err := r.edition.course.Bench(back.Bench); err == nil && !back.Answered {
			out = append(out, views.Link{Text: b.Title, Href: views.BenchHref(b, "/feedback")})
		}
	}
	return out, nil
}

// lessonLinks lists the lessons with how far a student is; nobody's progress when student is nil.
func (s *Server) lessonLinks(r *request, student *classroom.Student) ([]views.LessonLink, error) {
	var records map[string]classroom.LessonRecord
	if student != nil {
		var err error
		if records, err = s.Store.Progress(r.ctx, student.ID); err != nil {
			return nil, err
		}
	}
	var links []views.LessonLink
	for _, l := range r.edition.course.Lessons {
		if !r.mayRead(l.ID) {
			continue
		}
		link := views.LessonLink{Lesson: l}
		if r.teacher == nil || student != nil {
			link.State = stateOf(progressOf(l, records[l.ID]))
		}
		links = append(links, link)
	}
	return links, nil
}

// whereNext is the one thing to do now: to go on with the lesson that is under way.
func (s *Server) whereNext(r *request, lessons []views.LessonLink) (views.GoOn, error) {
	l := underWay(lessons)
	if l == nil {
		return views.GoOn{Link: views.Link{Text: "Sources", Href: "/sources"}}, nil
	}
	w, err := s.workIn(r, l)
	if err != nil {
		return views.GoOn{}, err
	}
	to, _ := s.nextIn(r, l, w)
	if to.Begins {
		return views.GoOn{
			Link: views.Link{Text: fmt.Sprintf("Begin lesson %d", l.Number), Href: views.LessonPath(l.ID)},
			Hint: l.Title + " · " + views.Minutes(l.Minutes),
		}, nil
	}
	to.Hint = strings.TrimSuffix(fmt.Sprintf("Lesson %d, %s · %s", l.Number, l.Title, to.Hint), " · ")
	return to, nil
}

// underWay is the lesson to go on with: the last one that is begun and not done, or else the first that is not begun,
// or the last of all when everything is done. nil without lessons.
func underWay(lessons []views.LessonLink) *course.Lesson {
	for _, l := range slices.Backward(lessons) {
		if !l.State.Done && begun(l) {
			return l.Lesson
		}
	}
	for _, l := range lessons {
		if !l.State.Done {
			return l.Lesson
		}
	}
	if n := len(lessons); n > 0 {
		return lessons[n-1].Lesson
	}
	return nil
}

func begun(l views.LessonLink) bool {
	return l.State.Symbol != "" && l.State.Symbol != classroom.NotStarted.Symbol()
}
