package web

import (
	"net/http"
	"strconv"
	"strings"

	"dossier/internal/classroom"
	"dossier/internal/course"
	"dossier/views"
)

// mostTries is how often somebody may judge an example before they see the agreed levels.
const mostTries = 2

// readLevels reads a level for each skill of a rubric; the problems say which are missing.
func readLevels(rubric *course.Rubric, value func(field string) string, problems views.Problems) map[string]int {
	levels := map[string]int{}
	for _, skill := range rubric.Skills {
		field := "level." + skill.ID
		level, err := strconv.Atoi(value(field))
		if err != nil || level < 0 || level >= len(skill.Levels) {
			problems[field] = "Choose a level for " + strings.ToLower(skill.Title) + "."
			continue
		}
		levels[skill.ID] = level
	}
	return levels
}

// examples is a student's practice: which bench's examples they judge, and how far they are.
func (s *Server) examples(r *request, w *benchWork) (views.PracticeProps, error) {
	props := views.PracticeProps{Bench: w.Bench, Of: w.Bench, Done: true}
	tried, err := s.Store.Practices(r.ctx, r.student.ID, w.Rubric.ID)
	if err != nil {
		return props, err
	}
	tries := map[string][]map[string]int{}
	for _, t := range tried {
		if of, err := r.edition.course.Bench(t.Bench); err == nil {
			props.Of = of // they go on with the examples that they began with
		}
		tries[t.Exemplar] = t.Tries
	}
	for i, e := range props.Of.Practice() {
		example := views.PractisedExemplar{Exemplar: e, Number: i + 1, Try: len(tries[e.ID]) + 1}
		if n := len(tries[e.ID]); n > 0 {
			example.Given = tries[e.ID][n-1]
			for _, skill := range props.Of.Rubric.Skills {
				if off := example.Given[skill.ID] - e.Levels[skill.ID]; off > 1 || off < -1 {
					example.Far = append(example.Far, skill.Title)
				}
			}
			example.Done = len(example.Far) == 0 || n >= mostTries
		}
		props.Done = props.Done && example.Done
		props.Examples = append(props.Examples, example)
	}
	return props, nil
}

// practised reports whether the student has practised on both examples of the rubric.
func (s *Server) practised(r *request, w *benchWork) (bool, error) {
	props, err := s.examples(r, w)
	return props.Done, err
}

func (s *Server) showExamples(r *request) error {
	w, err := s.openBench(r)
	if err != nil {
		return err
	}
	props, err := s.examples(r, w)
	if err != nil {
		return err
	}
	return s.practicePage(r, w, http.StatusOK, props)
}

func (s *Server) practicePage(r *request, w *benchWork, status int, props views.PracticeProps) error {
	var err error
	if props.Bar, err = s.stepBar(r, w, views.Judge); err != nil {
		return err
	}
	return s.render(r, status, views.PracticePage(s.benchView(r, w, "Two examples"), props))
}

// judgeExample stores a try at an example. A form that is sent twice, or for a try that is over, changes nothing.
func (s *Server) judgeExample(r *request) error {
	w, err := s.openBench(r)
	if err != nil {
		return err
	}
	props, err := s.examples(r, w)
	if err != nil {
		return err
	}
	for i := range props.Examples {
		example := &props.Examples[i]
		open := !example.Done && (i == 0 || props.Examples[i-1].Done)
		if example.Exemplar.ID != r.form.Value("exemplar") || strconv.Itoa(example.Try) != r.form.Value("try") || !open {
			continue
		}
		example.Problems = views.Problems{}
		example.Given = readLevels(props.Of.Rubric, r.form.Value, example.Problems)
		if w.early() {
			example.Problems = nil
		}
		if w.refused || len(example.Problems) > 0 {
			return s.practicePage(r, w, http.StatusUnprocessableEntity, props)
		}
		if err := s.Store.Practise(r.ctx, r.student.ID, classroom.NewPractice{
			Rubric:   w.Rubric.ID,
			Bench:    props.Of.ID,
			Exemplar: example.Exemplar.ID,
			Try:      example.Try,
			Levels:   example.Given,
		}); err != nil {
			return err
		}
		return redirect(views.BenchHref(w.Bench, "/calibrate#"+example.Exemplar.ID))
	}
	return redirect(views.BenchHref(w.Bench, "/calibrate"))
}
