package demo_test

import (
	"errors"
	"slices"
	"testing"
	"time"

	"dossier/internal/account"
	"dossier/internal/classroom"
	"dossier/internal/course"
	"dossier/internal/demo"
	"dossier/internal/essay"
	"dossier/internal/quiz"
	"dossier/internal/store"
)

// school is a data folder with an owner, on which the course was served.
func school(t *testing.T, c *course.Course) demo.Ground {
	t.Helper()
	s, err := store.Open(t.Context(), t.TempDir(), func() time.Time { return monday })
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	wordings, err := c.Wordings()
	if err != nil {
		t.Fatal(err)
	}
	var versions []store.QuestionVersion
	for _, w := range wordings {
		versions = append(versions, store.QuestionVersion{ID: w.ID, Version: w.Number, Own: w.Own, SHA: w.SHA, Body: w.Body})
	}
	kept, err := s.KeepQuestions(t.Context(), versions)
	if err != nil {
		t.Fatal(err)
	}
	owner, _, err := s.CreateOwner(t.Context(), "A teacher", "a teacher", "no hash", "10A", "AAAAAA", account.FormToken())
	if err != nil {
		t.Fatal(err)
	}
	return demo.Ground{Store: s, Teacher: owner, Asked: func(q *quiz.Question) (classroom.Asked, error) {
		return classroom.Asked{Question: q.ID, Version: kept[q.ID]}, nil
	}}
}

func TestPlant(t *testing.T) {
	c := builtIn(t)
	g := school(t, c)
	p := plan(t, c, demo.Shape{Now: monday})
	id, err := demo.Plant(t.Context(), g, p, demo.ClassName)
	if err != nil {
		t.Fatal(err)
	}
	rows, err := g.Store.ClassRows(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	last := map[string]time.Time{}
	for _, st := range p.Students {
		last[st.Name] = st.Joined
	}
	for _, s := range p.Steps {
		switch s.Do.(type) {
		case demo.ReadSection, demo.AnswerCheck, demo.BeginQuiz, demo.AnswerQuiz, demo.SaveText:
			last[p.Students[s.Student].Name] = s.At
		}
	}
	for _, row := range rows {
		if want := last[row.Student.Name].UTC().Truncate(time.Millisecond); row.LastActive.Before(want) {
			t.Errorf("%s was last active at %v, want %v", row.Student.Name, row.LastActive, want)
		}
	}
	counts := map[essay.State]int{}
	for _, row := range rows {
		all, err := g.Store.Essays(t.Context(), row.Student.ID)
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range all {
			counts[e.Place.State]++
		}
	}
	for _, state := range essay.States {
		if counts[state] == 0 {
			t.Errorf("no essay is %s: %v", state, counts)
		}
	}
	again, err := demo.Plant(t.Context(), g, p, "Another name")
	if err != nil || again != id {
		t.Errorf("planting twice makes class %d (%v), want %d", again, err, id)
	}
	if err := g.Store.RemoveDemo(t.Context(), g.Teacher, id); err != nil {
		t.Fatal(err)
	}
	if _, err := g.Store.DemoOf(t.Context(), g.Teacher); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("after the removal: got %v, want that there is none", err)
	}
}

// Whoever knows a name of the demo class and tries PINs gets in with one of them alone.
func TestTheShownPIN(t *testing.T) {
	c := builtIn(t)
	g := school(t, c)
	id, err := demo.Plant(t.Context(), g, plan(t, c, demo.Shape{Students: 3, Weeks: 1, Now: monday}), demo.ClassName)
	if err != nil {
		t.Fatal(err)
	}
	secret, err := g.Store.Secret(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	pin := demo.PIN(secret, id)
	if problem := account.CheckPIN(pin); problem != nil {
		t.Errorf("the PIN %s is none: %v", pin, problem)
	}
	for _, name := range []string{demo.ShownName, "Ben", "Chiara"} {
		st, err := g.Store.StudentByName(t.Context(), id, name, account.FoldName(name))
		if err != nil {
			t.Fatal(err)
		}
		ok, err := account.VerifySecret(st.PINHash, pin)
		if err != nil || ok != (name == demo.ShownName) {
			t.Errorf("%s enters with the shown PIN: %t, %v", name, ok, err)
		}
	}
	if demo.PIN(secret, id+1) == pin || demo.PIN(slices.Concat(secret, []byte{1}), id) == pin {
		t.Error("another class or another school has the same PIN")
	}
}
