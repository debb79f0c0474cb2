package web

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"dossier/internal/classroom"
	"dossier/internal/quiz"
	"dossier/internal/store"
	"dossier/views"
)

// choosing is where the questions of a form come from: lessons, the teacher's own sets, and what was handed out before.
type choosing struct {
	own    []classroom.OwnQuestion
	before *classroom.Assignment // what is changed or copied; nil for something new
	begun  bool                  // somebody has begun with it, so that its questions stay as they were asked
}

// choosing reads what the questions of a form can be.
func (s *Server) choosing(r *request, before *classroom.Assignment, begun bool) (c choosing, err error) {
	c.before, c.begun = before, begun
	c.own, err = s.Store.OwnQuestions(r.ctx, r.teacher.ID)
	return c, err
}

// task is a question of what was handed out before; false when it is none of them.
func (c choosing) task(id string) (classroom.Task, bool) {
	if c.before == nil {
		return classroom.Task{}, false
	}
	i := slices.IndexFunc(c.before.Questions, func(t classroom.Task) bool { return t.Question == id })
	if i < 0 {
		return classroom.Task{}, false
	}
	return c.before.Questions[i], true
}

// ids are the questions of what was handed out before.
func (c choosing) ids() (ids []string) {
	for _, t := range c.before.Questions {
		ids = append(ids, t.Question)
	}
	return ids
}

// pick finds a question that can be handed out, nil when there is none: in its newest wording, or where that is gone or
// somebody has begun, in the one that was handed out.
func (s *Server) pick(r *request, c choosing, id string) (q *quiz.Question, err error) {
	task, handed := c.task(id)
	if handed && c.begun {
		q, _, err = s.asked(r, task.Asked)
		return q, err
	}
	if q, l, err := r.edition.course.Question(id); err == nil && l != nil && q.Served() {
		return q, nil
	}
	if own, ok := c.ownQuestion(id); ok {
		return r.edition.course.DecodeOwn(own.ID, own.Version, own.Body)
	}
	if handed {
		q, _, err = s.asked(r, task.Asked)
	}
	return q, err
}

func (c choosing) ownQuestion(id string) (classroom.OwnQuestion, bool) {
	i := slices.IndexFunc(c.own, func(q classroom.OwnQuestion) bool { return q.ID == id })
	if i < 0 {
		return classroom.OwnQuestion{}, false
	}
	return c.own[i], true
}

// tasks are the chosen questions as they are handed out. Wordings of the teacher's own are put on record first. While
// lessons are being written nothing is, and then errPreview.
func (s *Server) tasks(r *request, c choosing, questions []*quiz.Question) (tasks []classroom.Task, err error) {
	var own []store.QuestionVersion
	for _, q := range questions {
		if o, ok := c.ownQuestion(q.ID); ok {
			sum := sha256.Sum256([]byte(o.Body))
			own = append(own, store.QuestionVersion{ID: o.ID, Version: o.Version, Own: true, SHA: hex.EncodeToString(sum[:]),
				Body: o.Body})
		}
	}
	kept := map[string]int{}
	if len(own) > 0 && !s.Dev {
		if kept, err = s.Store.KeepQuestions(r.ctx, own); err != nil {
			return nil, err
		}
	}
	for _, q := range questions {
		before, handed := c.task(q.ID)
		task := classroom.Task{OutOf: q.Marks, Asked: classroom.Asked{Question: q.ID, Version: kept[q.ID]}}
		if kept[q.ID] == 0 {
			task.Asked, err = r.edition.asking(q)
		}
		switch {
		case handed && (c.begun || err != nil):
			task = before
		case err != nil:
			return nil, err
		}
		tasks = append(tasks, task)
	}
	return tasks, nil
}

// A shelf is named by the id of a lesson, or by this and the number of a set.
const setShelf = "set-"

// shelves lists where questions can be taken from: the lessons, and the sets of the teacher.
func (s *Server) shelves(r *request, c choosing) (all []views.Link) {
	for _, l := range r.edition.course.Lessons {
		all = append(all, views.Link{Text: fmt.Sprintf("%d. %s", l.Number, l.Title), Href: l.ID})
	}
	var last classroom.QuestionSetID
	for _, q := range c.own {
		if q.Set != last {
			all = append(all, views.Link{Text: "Your set: " + q.SetName, Href: shelfOf(q.Set)})
		}
		last = q.Set
	}
	return all
}

// onShelf lists the questions of a shelf; ok tells that there is such a shelf.
func (s *Server) onShelf(r *request, c choosing, shelf string) (all []*quiz.Question, ok bool, err error) {
	if l, err := r.edition.course.Lesson(shelf); err == nil {
		return slices.DeleteFunc(slices.Clone(l.Questions()), func(q *quiz.Question) bool { return !q.Served() }), true, nil
	}
	number, _ := strings.CutPrefix(shelf, setShelf)
	set, err := strconv.ParseInt(number, 10, 64)
	if err != nil {
		return nil, false, nil
	}
	for _, own := range c.own {
		if own.Set == classroom.QuestionSetID(set) {
			q, err := r.edition.course.DecodeOwn(own.ID, own.Version, own.Body)
			if err != nil {
				return nil, false, err
			}
			all = append(all, q)
		}
	}
	return all, len(all) > 0, nil
}

// chosenQuestion is a question in the form, with its key and its feedback for the teacher.
func (s *Server) chosenQuestion(r *request, q *quiz.Question, number int) views.ChosenQuestion {
	out := views.ChosenQuestion{Number: number, Question: s.questionProps(r, q, quiz.NewDeal(s.derive("look"), q.ID))}
	out.Question.Wall = false
	if _, l, err := r.edition.course.Question(q.ID); err == nil && l != nil {
		out.Lesson = fmt.Sprintf("Lesson %d", l.Number)
		out.InText = slices.Contains(l.Checks, q)
	} else if _, own := quiz.OwnNumber(q.ID); own {
		out.Lesson = "Your own question"
	}
	return out
}
