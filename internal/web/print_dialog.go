package web

import (
	"net/http"
	"net/url"
	"slices"
	"strings"

	"dossier/internal/course"
	"dossier/views"
)

// showPrint is where a teacher chooses what to print of a lesson. With open in the address it leads on to the sheet.
func (s *Server) showPrint(r *request) error {
	l := r.edition.course.Lessons[0]
	if id := r.query("lesson"); id != "" {
		var err error
		if l, err = r.edition.course.Lesson(id); err != nil {
			return err
		}
	}
	d := s.printProps(r, l)
	if r.query("open") == "" {
		return s.render(r, http.StatusOK, views.PrintPage(s.page(r, "On paper", "/classes"), d))
	}
	to, problem := sheetToOpen(r, l, d)
	if problem != "" {
		d.Problem = problem
		return s.render(r, http.StatusUnprocessableEntity, views.PrintPage(s.page(r, "On paper", "/classes"), d))
	}
	return redirect(to)
}

func (s *Server) printProps(r *request, l *course.Lesson) views.PrintProps {
	d := views.PrintProps{Lesson: l, Lessons: r.edition.course.Lessons, Benches: l.Benches, Sources: l.Sources,
		What: r.query("what"), Paper: views.PaperOf(r.query("paper")), Answers: views.AnswersOf(r.query("answers")),
		Room: views.RoomOf(r.query("lines")), Rubric: r.query("rubric") != "", Card: r.query("card") != ""}
	ticked := r.queryAll("q")
	if d.What == "" {
		d.What = views.PrintAll
		if len(ticked) > 0 {
			d.What = views.PrintTicked
		}
	}
	for _, q := range l.Questions() {
		d.Questions = append(d.Questions, views.PrintedQuestion{Question: q, Number: l.QuestionNumber(q),
			InText: slices.Contains(l.Checks, q), Ticked: slices.Contains(ticked, q.ID)})
	}
	return d
}

// sheetToOpen is the address of the sheet that was chosen, or what is missing. All that was chosen goes along, so that
// the sheet leads back to the same choice.
func sheetToOpen(r *request, l *course.Lesson, d views.PrintProps) (to, problem string) {
	query := r.printQuery()
	path := ""
	kind, id, named := strings.Cut(d.What, ":")
	switch d.What {
	case views.PrintAll, views.PrintQuiz, views.PrintText, views.PrintTicked:
		path = views.WorksheetPath(l.ID)
	case views.PrintLesson:
		path = views.WholePath(l.ID)
	}
	switch kind + ":" {
	case views.PrintSource:
		if slices.ContainsFunc(l.Sources, func(s *course.Source) bool { return s.ID == id }) {
			path = views.PrintSourcePath(id)
		}
	case views.PrintBench, views.PrintBlind:
		if slices.ContainsFunc(l.Benches, func(b *course.Bench) bool { return b.ID == id }) && named {
			path = views.PrintBenchPath(id)
		}
	}
	switch {
	case path == "":
		return "", "Choose what you want to print."
	case d.What == views.PrintTicked && len(query["q"]) == 0:
		return "", "No question is ticked. Tick the questions that you want, or choose something else."
	case d.What != views.PrintTicked:
		query.Del("q")
	}
	return path + "?" + query.Encode(), ""
}

// printQuery is what the address says about a sheet.
func (r *request) printQuery() url.Values {
	query := url.Values{}
	for _, field := range []string{"lesson", "what", "paper", "answers", "lines", "rubric", "card", "q"} {
		if all := r.queryAll(field); len(all) > 0 {
			query[field] = all
		}
	}
	return query
}

// printedSheet is what is the same on every sheet. Whoever came from the choice of sheets is led back there, with the
// choice; everybody else to where.
func (s *Server) printedSheet(r *request, where views.Link) views.PrintedSheet {
	query, paper := r.printQuery(), views.PaperOf(r.query("paper"))
	sheet := views.PrintedSheet{Paper: paper, Back: where, Papers: views.PaperWays(r.path(), query, paper)}
	if r.teacher != nil && r.query("lesson") != "" {
		sheet.Back = views.Link{Text: "On paper", Href: views.PrintPath + "?" + query.Encode()}
	}
	return sheet
}
