package web

import (
	"net/http"
	"slices"

	"dossier/internal/classroom"
	"dossier/internal/course"
	"dossier/internal/quiz"
	"dossier/views"
)

// showToSomeClass leads from a question in a lesson to the same question on the wall, for the class that was at work
// last: that is the one in the room. The page there leads to the other classes.
func (s *Server) showToSomeClass(r *request) error {
	if _, _, err := r.shownQuestion(); err != nil {
		return err
	}
	classes, err := s.Store.TaughtLately(r.ctx, r.teacher.ID)
	if err != nil {
		return err
	}
	if len(classes) == 0 {
		return redirect("/classes")
	}
	return redirect(views.ShowHref(int64(classes[0].ID), r.param("question"), views.ShowQuestion))
}

// shownQuestion finds the question of the path, among those of the lessons that students get to see.
func (r *request) shownQuestion() (*quiz.Question, *course.Lesson, error) {
	q, l, err := r.edition.course.Question(r.param("question"))
	if err != nil {
		return nil, nil, err
	}
	if l == nil || !q.Served() {
		return nil, nil, course.ErrUnknown
	}
	return q, l, nil
}

// showToClass is a step of a question on the wall.
func (s *Server) showToClass(step views.ShowStep) func(*request) error {
	return func(r *request) error {
		class, err := s.class(r)
		if err != nil {
			return err
		}
		q, l, err := r.shownQuestion()
		if err != nil {
			return err
		}
		props, err := s.showProps(r, class, q, l)
		if err != nil {
			return err
		}
		if props.Step = step; step != views.ShowQuestion {
			answers, err := s.countedAnswers(r, class, q, l, &props)
			if err != nil {
				return err
			}
			props.Tally = classroom.TallyOf(answers)
		}
		if step == views.ShowKey {
			props.Key = s.shownKey(r, q, props.Tally)
		}
		return s.render(r, http.StatusOK, views.ShowPage(s.page(r, "On the wall", "/classes"), props))
	}
}

// showProps is what every step shows. The order of options is that of the class: it stays from step to step.
func (s *Server) showProps(r *request, class classroom.Class, q *quiz.Question, l *course.Lesson) (views.ShowProps,
	error) {
	props := views.ShowProps{Class: classCard(class), Lesson: l.Title,
		Question: s.questionProps(r, q, s.wallDeal(class.ID, q))}
	all := l.Questions()
	at := slices.Index(all, q)
	props.Number, props.Of = at+1, len(all)
	if at > 0 {
		props.Before = views.ShowHref(int64(class.ID), all[at-1].ID, views.ShowQuestion)
	}
	if at+1 < len(all) {
		props.After = views.ShowHref(int64(class.ID), all[at+1].ID, views.ShowQuestion)
	}
	classes, err := s.Store.TaughtLately(r.ctx, r.teacher.ID)
	for _, c := range classes {
		if c.ID != class.ID {
			props.Others = append(props.Others, views.Link{Text: c.Name,
				Href: views.ShowHref(int64(c.ID), q.ID, views.ShowQuestion)})
		}
	}
	return props, err
}

// countedAnswers are the latest answers of a class to a question in its present wording, one for each student.
func (s *Server) countedAnswers(r *request, class classroom.Class, q *quiz.Question, l *course.Lesson,
	props *views.ShowProps) ([]classroom.CountedAnswer, error) {
	given, err := s.Store.ShownAnswers(r.ctx, class.ID, l.ID, q.ID)
	if err != nil {
		return nil, err
	}
	var all []classroom.CountedAnswer
	for _, one := range given {
		if one.Version != r.edition.kept[q.ID] {
			props.Older++
			continue
		}
		all = append(all, classroom.CountedAnswer{Answer: one.Answer, Grade: decided(q, one)})
	}
	return all, nil
}

// shownKey is what is right and why, with the wrong idea that most of the class have.
func (s *Server) shownKey(r *request, q *quiz.Question, tally classroom.Tally) *views.ShownKey {
	key := &views.ShownKey{Grade: q.Body.Grade(nil), Words: q.Feedback, Read: readAgain(r.edition.course, q)}
	if ideas := tally.WrongIdeas(); len(ideas) > 0 && !tally.TooFew() {
		key.Idea, key.Shared = r.edition.course.Misconception(ideas[0].ID), ideas[0].Count
	}
	for _, l := range key.Grade.Lines {
		if key.Idea == nil && l.Misconception != "" {
			key.Idea, key.Shared = r.edition.course.Misconception(l.Misconception), 0
		}
	}
	return key
}
