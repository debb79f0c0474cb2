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

// showClassQuestion is a question with everything that a class has answered to it.
func (s *Server) showClassQuestion(r *request) error {
	class, err := s.class(r)
	if err != nil {
		return err
	}
	q, l, err := r.edition.course.Question(r.param("question"))
	if err != nil {
		return err
	}
	if l == nil || !q.Served() {
		return course.ErrUnknown
	}
	asked := r.asAsked(q)
	props := views.ItemProps{Class: classCard(class), Lesson: l, Number: l.QuestionNumber(q),
		Present: r.query("present") == "1", InText: slices.Contains(l.Checks, q)}
	if n := r.queryNumber("version"); n > 0 && n != asked.Version {
		asked.Version, props.Version = n, n
		if q, _, err = s.asked(r, asked); err != nil {
			return err
		}
	}
	props.Before, props.After = besideQuestion(l, q)
	q, correction, err := s.corrected(r, class.ID, asked, q)
	if err != nil {
		return err
	}
	props.Corrected = correctedWords(correction)
	props.Question = s.questionProps(r, q, s.wallDeal(class.ID, q))
	for _, o := range l.Objectives {
		if slices.Contains(q.Objectives, o.ID) {
			props.Objectives = append(props.Objectives, o.Text)
		}
	}
	if err := s.fillItem(r, class.ID, asked, &props); err != nil {
		return err
	}
	title := fmt.Sprintf("Question %s · %s", props.Number, class.Name)
	return s.render(r, http.StatusOK, views.ItemPage(s.page(r, title, "/classes"), props))
}

// besideQuestion are the ids of the questions before and after one in its lesson; "" for none.
func besideQuestion(l *course.Lesson, q *quiz.Question) (before, after string) {
	all := l.Questions()
	at := slices.IndexFunc(all, func(other *quiz.Question) bool { return other.ID == q.ID })
	if at > 0 {
		before = all[at-1].ID
	}
	if at+1 < len(all) {
		after = all[at+1].ID
	}
	return before, after
}

// fillItem adds what the class has answered to a question in one wording.
func (s *Server) fillItem(r *request, class classroom.ClassID, asked classroom.Asked, props *views.ItemProps) error {
	firsts, err := s.Store.FirstAnswers(r.ctx, class, props.Lesson.ID)
	if err != nil {
		return err
	}
	all, err := s.Store.AnswersIn(r.ctx, class, asked.Question)
	if err != nil {
		return err
	}
	all = slices.DeleteFunc(all, func(a classroom.StoredAnswer) bool {
		_, sorting := classroom.SortingBench(a.Lesson)
		return sorting
	})
	props.Others = otherWordings(all, asked, r.edition.kept[asked.Question])
	all = slices.DeleteFunc(all, func(a classroom.StoredAnswer) bool { return a.Given.Asked() != asked })
	q := props.Question.Question
	props.Item = classroom.ItemsOf(firsts)[asked]
	_, props.Finished = answeredIn(firsts, props.Lesson.ID)
	props.Then = classroom.Since(props.Item, all)
	tallied := classroom.LatestOf(all)
	if props.Item.N() > 0 {
		tallied = props.Item.Among(all)
	}
	grades := make([]quiz.Grade, len(tallied))
	for i, a := range tallied {
		grades[i] = decided(q, a.Given)
		props.People = append(props.People, views.Person{ID: int64(a.Student.ID), Name: a.Student.Name})
	}
	props.Parts = classroom.PartsOf(q.Body.Grade(nil), grades)
	props.Flags = props.Item.Flags(q.Body.GuessScore(), props.Parts)
	props.Letters = views.OptionLetters(q, props.Question.Deal)
	props.Picked = strongerChoice(props.Item, props.Parts, props.Letters)
	s.fillIdeas(r, q, grades, props)
	for _, a := range all {
		if slices.ContainsFunc(decided(q, a.Given).Lines, func(l quiz.Line) bool { return l.Unmatched }) {
			props.Unmatched++
		}
	}
	return nil
}

// fillIdeas adds the wrong ideas behind answers, and where the question sends people to read.
func (s *Server) fillIdeas(r *request, q *quiz.Question, grades []quiz.Grade, props *views.ItemProps) {
	for _, counted := range classroom.IdeasIn(grades) {
		m := r.edition.course.Misconception(counted.ID)
		if m == nil {
			continue
		}
		idea := views.ItemIdea{Belief: m.Belief, Correction: m.Correction, Count: counted.Count}
		if l, err := r.edition.course.Lesson(m.Section.ID); err == nil {
			if section, ok := l.Section(m.Section.Part); ok {
				idea.Section = views.Link{Text: section.Title, Href: views.SectionPath(l.ID, section.ID)}
			}
		}
		props.Ideas = append(props.Ideas, idea)
	}
	props.Read = readAgain(r.edition.course, q)
}

// otherWordings counts the answers to other wordings of a question; present is the wording that it has now.
func otherWordings(all []classroom.StoredAnswer, asked classroom.Asked, present int) (out []views.Wording) {
	count := map[int]int{}
	for _, a := range all {
		count[a.Given.Version]++
	}
	if asked.Version != present {
		count[present] += 0
	}
	for version, n := range count {
		if version != asked.Version {
			out = append(out, views.Wording{Version: version, Answers: n, Present: version == present})
		}
	}
	slices.SortFunc(out, func(a, b views.Wording) int { return b.Version - a.Version })
	return out
}
