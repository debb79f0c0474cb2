package demo_test

import (
	"slices"
	"testing"

	"dossier/internal/demo"
	"dossier/internal/quiz"
)

// Every kind of question can be answered, rightly and wrongly.
func TestAnswers(t *testing.T) {
	c := builtIn(t)
	met := map[string]bool{}
	for _, l := range c.Lessons {
		for _, q := range slices.Concat(l.Checks, l.Pool) {
			met[q.Kind] = true
			a := demo.Right(q, "It says so.")
			if g := q.Body.Grade(a); !g.Full() {
				t.Errorf("%s (%s): the right answer %v earns %v", q.ID, q.Kind, a, g.Score)
			}
			for seed := range uint64(40) {
				a := demo.Wrong(q, seed, "", "It says so.")
				if g := q.Body.Grade(a); g.Full() {
					t.Errorf("%s (%s): the wrong answer %v earns everything", q.ID, q.Kind, a)
				}
				if body, ok := q.Body.(quiz.Writer); ok {
					for _, part := range body.Written() {
						if a.Value(part.Field()) == "" {
							t.Errorf("%s: nothing is written in %s", q.ID, part.ID)
						}
					}
				}
			}
		}
	}
	for _, kind := range quiz.Kinds {
		if !met[kind] {
			t.Errorf("no question of the kind %s was answered", kind)
		}
	}
}

// A wrong answer out of a misconception shows it.
func TestWrongIdeas(t *testing.T) {
	c := builtIn(t)
	n := 0
	for _, l := range c.Lessons {
		for _, q := range slices.Concat(l.Checks, l.Pool) {
			body, ok := q.Body.(*quiz.SingleChoice)
			if !ok {
				continue
			}
			for _, o := range body.Options {
				if o.Misconception == "" || o.Correct {
					continue
				}
				n++
				shown := slices.ContainsFunc(q.Body.Grade(demo.Wrong(q, 1, o.Misconception, "")).Lines, func(l quiz.Line) bool {
					return l.Mark == quiz.Wrong && l.Misconception == o.Misconception
				})
				if !shown {
					t.Errorf("%s: no answer shows %s", q.ID, o.Misconception)
				}
			}
		}
	}
	if n == 0 {
		t.Error("no question has a wrong option with a misconception")
	}
}

// What is typed and written in the demo belongs to questions that the course has.
func TestTextsBelongToQuestions(t *testing.T) {
	c := builtIn(t)
	there := map[string]bool{}
	for _, l := range c.Lessons {
		for _, q := range slices.Concat(l.Checks, l.Pool) {
			switch body := q.Body.(type) {
			case *quiz.Cloze:
				for _, g := range body.Gaps {
					there[q.ID+"/"+g.ID] = true
				}
			case *quiz.TrueFalse:
				there[q.ID+"/fix"] = !body.Answer
			case quiz.Writer:
				for _, part := range body.Written() {
					there[q.ID+"."+part.ID] = true
				}
			}
		}
	}
	for _, field := range demo.Known() {
		if !there[field] {
			t.Errorf("there are texts for %s, and no such field", field)
		}
	}
}
