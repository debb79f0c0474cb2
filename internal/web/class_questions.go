package web

import (
	"fmt"
	"net/http"
	"slices"

	"dossier/internal/classroom"
	"dossier/internal/course"
	"dossier/internal/quiz"
	"dossier/views"
)

// showQuestions lists the questions of a lesson with what the first answers of a class say about them.
func (s *Server) showQuestions(r *request) error {
	class, err := s.class(r)
	if err != nil {
		return err
	}
	answers, err := s.Store.FirstAnswers(r.ctx, class.ID, "")
	if err != nil {
		return err
	}
	items, here := classroom.ItemsOf(answers), chosenLesson(r, answers)
	props := views.QuestionsProps{Class: classCard(class), Lesson: here, Sort: views.QuestionSort(r.query("sort")),
		Present: r.query("present") == "1"}
	props.InText, props.InQuiz = answeredIn(answers, here.ID)
	props.Paper, props.Drawn = quizOf(answers, here.ID)
	if props.Belief, err = s.beliefOf(r, class, here); err != nil {
		return err
	}
	if err := s.fillQuestions(r, class, answers, items, &props); err != nil {
		return err
	}
	return s.render(r, http.StatusOK, views.QuestionsPage(s.page(r, "Questions · "+class.Name, "/classes"), props))
}

// beliefOf counts how far a class believes the text of the blind reading; nil in a lesson without it, and while too few
// have said so.
func (s *Server) beliefOf(r *request, class classroom.Class, l *course.Lesson) (*views.Belief, error) {
	blind := r.edition.course.Blind
	if opens, again := blind.In(l); !opens && !again {
		return nil, nil
	}
	said, err := s.Store.Said(r.ctx, class.ID, blindReading, blind.Source.ID)
	b := views.Belief{Question: blind.Question, Beliefs: classroom.CountBeliefs(said)}
	if err != nil || b.First < classroom.FewestShown {
		return nil, err
	}
	return &b, nil
}

// fillQuestions adds the lessons, each with how much needs a look, and the questions of the chosen one.
func (s *Server) fillQuestions(r *request, class classroom.Class, answers []classroom.FirstAnswer,
	items map[classroom.Asked]*classroom.Item, props *views.QuestionsProps) error {
	here := props.Lesson
	var looked []classroom.Looked
	corrections, err := s.Store.CorrectionsIn(r.ctx, class.ID)
	if err != nil {
		return err
	}
	for _, l := range r.edition.course.Lessons {
		tab := views.LessonTab{Lesson: l, Answers: slices.ContainsFunc(answers,
			func(a classroom.FirstAnswer) bool { return a.Lesson == l.ID })}
		lesson, err := s.lookedAt(r, l, items, corrections)
		if err != nil {
			return err
		}
		for _, one := range lesson {
			if _, urgent := one.Urgency(); urgent {
				tab.Look++
			}
			if l == here {
				looked = append(looked, one)
			}
		}
		props.Tabs = append(props.Tabs, tab)
	}
	asked := here.Questions()
	for _, one := range props.Sort.Order(looked) {
		correction := corrections[r.asAsked(asked[one.At])]
		row, err := s.questionRow(r, class, here, correction.Corrected(asked[one.At]), one)
		if err != nil {
			return err
		}
		row.Gone = correction != nil && correction.Kind == classroom.Withdrawn
		row.Older = toOtherWordings(items, r.asAsked(asked[one.At]))
		props.Rows = append(props.Rows, row)
	}
	return nil
}

// chosenLesson is the lesson that the address names, or else the one in which the class is.
func chosenLesson(r *request, answers []classroom.FirstAnswer) *course.Lesson {
	c := r.edition.course
	for _, id := range []string{r.query("lesson"), classroom.LessonNow(answers)} {
		if l, err := c.Lesson(id); err == nil {
			return l
		}
	}
	return c.Lessons[0]
}

// answeredIn counts the students with a first answer in the text of a lesson, and those who have finished its quiz.
func answeredIn(answers []classroom.FirstAnswer, lesson string) (text, finished int) {
	students := map[bool]map[classroom.StudentID]bool{true: {}, false: {}}
	for _, a := range answers {
		if a.Lesson == lesson {
			students[a.Quiz != 0][a.Student] = true
		}
	}
	return len(students[false]), len(students[true])
}

// quizOf looks at the first quiz of a lesson as a whole, in one way where everybody was asked the same and in another
// where not; nil where too few have finished it.
func quizOf(answers []classroom.FirstAnswer, lesson string) (*classroom.Paper, *classroom.Drawn) {
	answers = slices.DeleteFunc(slices.Clone(answers), func(a classroom.FirstAnswer) bool { return a.Lesson != lesson })
	if paper, ok := classroom.PaperOf(answers); ok && paper.Students >= classroom.FewestForSeparation {
		return &paper, nil
	}
	drawn, ok := classroom.DrawnOf(answers)
	if !ok || drawn.Students < classroom.FewestForSeparation {
		return nil, nil
	}
	return nil, &drawn
}

// asAsked is a question in its present wording, as answers to it are stored.
func (r *request) asAsked(q *quiz.Question) classroom.Asked {
	return classroom.Asked{Question: q.ID, Version: r.edition.kept[q.ID]}
}

// lookedAt are the questions of a lesson in their present wording, with what is to be said about each.
func (s *Server) lookedAt(r *request, l *course.Lesson, items map[classroom.Asked]*classroom.Item,
	corrections map[classroom.Asked]*classroom.Correction) (all []classroom.Looked, err error) {
	for at, q := range l.Questions() {
		q = corrections[r.asAsked(q)].Corrected(q)
		one := classroom.Looked{Item: items[r.asAsked(q)], At: at}
		var parts []classroom.ItemPart
		if one.Doubtful() {
			grades, err := graded(q, one.Item)
			if err != nil {
				return nil, err
			}
			parts = classroom.PartsOf(q.Body.Grade(nil), grades)
		}
		one.Flags = one.Item.Flags(q.Body.GuessScore(), parts)
		all = append(all, one)
	}
	return all, nil
}

// graded decides about the answers of an item part by part, to count what was chosen. What was typed may have been
// accepted since, so pages that show it use the decisions that are kept.
func graded(q *quiz.Question, it *classroom.Item) ([]quiz.Grade, error) {
	grades := make([]quiz.Grade, it.N())
	for i := range grades {
		answer, err := it.Answers[i].Answer()
		if err != nil {
			return nil, err
		}
		grades[i] = q.Body.Grade(answer)
	}
	return grades, nil
}

// toOtherWordings counts the first answers to a question in another wording than this.
func toOtherWordings(items map[classroom.Asked]*classroom.Item, asked classroom.Asked) (n int) {
	for other, it := range items {
		if other.Question == asked.Question && other != asked {
			n += it.N()
		}
	}
	return n
}

func (s *Server) questionRow(r *request, class classroom.Class, l *course.Lesson, q *quiz.Question,
	one classroom.Looked) (views.QuestionRow, error) {
	row := views.QuestionRow{ID: q.ID, Number: l.QuestionNumber(q), Stem: q.Text(), Looked: one,
		InQuiz: slices.ContainsFunc(l.Pool, func(other *quiz.Question) bool { return other.ID == q.ID })}
	if one.N() < classroom.FewestShown {
		return row, nil
	}
	grades, err := graded(q, one.Item)
	if err != nil {
		return row, err
	}
	if ideas := classroom.IdeasIn(grades); len(ideas) > 0 && ideas[0].Count > 1 {
		if m := r.edition.course.Misconception(ideas[0].ID); m != nil {
			row.Idea, row.Holders = m.Belief, ideas[0].Count
		}
	}
	if slices.Contains(one.Flags, classroom.OthersPicked) {
		parts := classroom.PartsOf(q.Body.Grade(nil), grades)
		row.Picked = strongerChoice(one.Item, parts, views.OptionLetters(q, s.wallDeal(class.ID, q)))
	}
	return row, nil
}

// wallDeal is the order in which a class is shown the options of a question, on the wall and on pages about it.
func (s *Server) wallDeal(class classroom.ClassID, q *quiz.Question) quiz.Deal {
	return quiz.NewDeal(s.derive("show", fmt.Sprint(class), q.ID, fmt.Sprint(q.Version)), q.ID)
}

// strongerChoice names the wrong option that stronger students pick: by its letter where it has one.
func strongerChoice(it *classroom.Item, parts []classroom.ItemPart, letters map[string]string) string {
	for _, p := range parts {
		c := it.Stronger(p)
		switch {
		case c == nil:
		case letters[c.ID] != "":
			return letters[c.ID]
		default:
			return "“" + c.Text + "”"
		}
	}
	return ""
}
