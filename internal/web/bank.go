package web

import (
	"bytes"
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"dossier/internal/course"
	"dossier/internal/export"
	"dossier/internal/quiz"
	"dossier/views"
)

// bankPage is what a page of the bank needs.
func (s *Server) bankPage(r *request, title string) views.Page {
	p := s.page(r, title, "/classes")
	if r.path() != views.BankPath {
		p.Up = views.Link{Text: "Questions to take away", Href: views.BankPath}
	}
	return p
}

// showBank lists the lessons with the files of their questions.
func (s *Server) showBank(r *request) error {
	props := bankProps(r.edition.course)
	sets, err := s.Store.QuestionSets(r.ctx, r.teacher.ID)
	if err != nil {
		return err
	}
	props.Sets = s.setRows(sets)
	return s.render(r, http.StatusOK, views.BankPage(s.bankPage(r, "Questions to take away"), props))
}

func bankProps(c *course.Course) (props views.BankProps) {
	for _, l := range c.Lessons {
		row := views.BankRow{Lesson: l, Questions: len(l.Checks) + len(l.Pool)}
		for _, b := range l.Benches {
			row.Writing++
			if b.Clock.Sort != nil {
				row.Questions++
			}
		}
		props.Questions += row.Questions
		props.Writing += row.Writing
		props.Rows = append(props.Rows, row)
	}
	return props
}

// showBankLesson shows the questions of a lesson with their answers and all that is said about them.
func (s *Server) showBankLesson(r *request) error {
	l, err := r.edition.course.Lesson(r.param("lesson"))
	if err != nil {
		return err
	}
	c, err := s.Store.CorrectionsFor(r.ctx, r.teacher.ID)
	if err != nil {
		return err
	}
	return s.render(r, http.StatusOK, views.BankLessonPage(s.bankPage(r, "Questions of “"+l.Title+"”"),
		s.bankLesson(r, l, c)))
}

func (s *Server) bankLesson(r *request, l *course.Lesson, c corrections) views.BankLessonProps {
	props := views.BankLessonProps{Lesson: l}
	for _, part := range []struct {
		title     string
		questions []*quiz.Question
	}{{"In the text", l.Checks}, {"The quiz", l.Pool}} {
		group := views.BankGroup{Title: part.title}
		for _, q := range part.questions {
			p := c.onPaper(r.asAsked(q), q, l.QuestionNumber(q))
			group.Questions = append(group.Questions, views.BankQuestion{Question: p.question, Number: p.name,
				Sources: s.questionProps(r, q, quiz.Deal{}).Sources, Ruled: p.ruled})
		}
		props.Groups = append(props.Groups, group)
	}
	return props
}

// sendBank sends all questions of the course in a format.
func (s *Server) sendBank(f export.Format) func(*request) error {
	return func(r *request) error {
		content := r.edition.course
		c, err := s.Store.CorrectionsFor(r.ctx, r.teacher.ID)
		if err != nil {
			return err
		}
		bank := export.Bank{Title: content.Title}
		for _, l := range content.Lessons {
			bank.Entries = append(bank.Entries, s.lessonEntries(r, l, c)...)
		}
		for _, b := range content.Benches {
			if b.Lesson == nil {
				bank.Entries = append(bank.Entries, s.benchEntries(r, b, c, "Writing")...)
			}
		}
		return s.sendQuestions(r, bank, bank.Title, "questions", f)
	}
}

// sendLessonBank sends the questions of a lesson in a format.
func (s *Server) sendLessonBank(f export.Format) func(*request) error {
	return func(r *request) error {
		l, err := r.edition.course.Lesson(r.param("lesson"))
		if err != nil {
			return err
		}
		c, err := s.Store.CorrectionsFor(r.ctx, r.teacher.ID)
		if err != nil {
			return err
		}
		bank := export.Bank{Title: r.edition.course.Title, Entries: s.lessonEntries(r, l, c)}
		return s.sendQuestions(r, bank, bank.Title, l.ID, f)
	}
}

// sendQuestions sends a bank as a file that is named after what it is of and what is in it.
func (s *Server) sendQuestions(r *request, bank export.Bank, of, what string, f export.Format) error {
	var file bytes.Buffer
	now := s.local(s.Now())
	if err := export.WriteBank(&file, bank, f, now); err != nil {
		return err
	}
	return r.download(export.FileName(of, what+"-"+string(f), now, "zip"), "application/zip", file.Bytes())
}

// lessonEntries are the questions and writing tasks of a lesson, as they leave the program: with the keys that count.
func (s *Server) lessonEntries(r *request, l *course.Lesson, c corrections) (all []export.BankEntry) {
	name := strconv.Itoa(l.Number) + ". " + l.Title
	for _, part := range []struct {
		title     string
		questions []*quiz.Question
	}{{"In the text", l.Checks}, {"Quiz", l.Pool}} {
		for _, q := range part.questions {
			all = append(all, s.bankEntry(r, q, c, name, part.title))
		}
	}
	for _, b := range l.Benches {
		all = append(all, s.benchEntries(r, b, c, name, "Writing")...)
	}
	return all
}

func (s *Server) bankEntry(r *request, q *quiz.Question, c corrections, category ...string) export.BankEntry {
	props, p := s.questionProps(r, q, quiz.Deal{}), c.onPaper(r.asAsked(q), q, "")
	e := export.BankEntry{Category: category, Question: p.question, Ruled: p.ruled}
	for _, source := range props.Sources {
		e.Shown = append(e.Shown, shownSource(source))
	}
	for _, ref := range q.Stimulus {
		kind, id, _ := cutRef(ref)
		for _, f := range r.edition.course.Figures {
			if kind == "figure" && f.ID == id {
				e.Shown = append(e.Shown, export.Shown{ID: f.ID, Name: f.Title, Words: f.Alt, Figure: true})
			}
		}
	}
	return e
}

// shownSource is a source in the words of the course. What a school has added of the original stays with the school.
func shownSource(source *course.Source) export.Shown {
	name := fmt.Sprintf("%s (%s, %s)", source.Title, source.Creator, source.Date.Words())
	return export.Shown{ID: source.ID, Name: name, Words: source.Words()}
}

// benchEntries are the sorting task of a bench and its writing.
func (s *Server) benchEntries(r *request, b *course.Bench, c corrections, category ...string) (
	all []export.BankEntry) {
	var shown []export.Shown
	for _, t := range b.Texts {
		shown = append(shown, shownSource(t.Source))
	}
	if b.Clock.Sort != nil {
		e := s.bankEntry(r, b.Clock.Sort, c, category...)
		e.Shown = shown
		all = append(all, e)
	}
	return append(all, export.BankEntry{Category: category, Task: writingTask(b), Shown: shown})
}

func writingTask(b *course.Bench) *export.WritingTask {
	t := &export.WritingTask{ID: "bench-" + b.ID, Version: b.Version, Title: b.Title, Ask: b.Lede + "\n\n" + b.Question,
		Marks: float64(b.Rubric.Most()), Min: b.Words.Min, Max: b.Words.Max, Scaffold: b.Scaffold, Model: b.ModelAnswer}
	var skills []string
	for _, skill := range b.Rubric.Skills {
		lines := []string{skill.Title + ": " + skill.Ask}
		for n, level := range skill.Levels {
			lines = append(lines, fmt.Sprintf("%d: %s", n, level.Descriptor))
		}
		skills = append(skills, strings.Join(lines, "\n"))
	}
	t.Rubric = strings.Join(append(skills, b.Rubric.Caps...), "\n\n")
	for _, point := range b.Indicative {
		t.Indicative = append(t.Indicative, point.Text)
	}
	for _, e := range b.Exemplars {
		var levels []string
		for _, skill := range b.Rubric.Skills {
			levels = append(levels, fmt.Sprintf("%s %d (%s)", skill.Title, e.Levels[skill.ID], e.Why[skill.ID]))
		}
		t.Exemplars = append(t.Exemplars, e.Text+"\n"+strings.Join(levels, "\n"))
	}
	if b.Kind == course.GuidedBench {
		t.Left = []string{"Reading the texts blind, saying how far one trusts them, the cards, the clock and marking " +
			"passages happen in Dossier alone. The file asks for the essay."}
	}
	t.Left = append(t.Left, "The coach, the comments for markers and the levels that students give themselves stay in "+
		"Dossier.")
	return t
}
