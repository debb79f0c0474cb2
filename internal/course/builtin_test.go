package course_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"dossier/internal/course"
	"dossier/internal/quiz"
)

// What the built-in course promises beyond the rules for any course.
func TestBuiltInCourseIsWhole(t *testing.T) {
	content, err := course.Open("")
	if err != nil {
		t.Fatal(err)
	}
	c, _ := course.Compile(content)
	for _, least := range []struct {
		what   string
		got, n int
	}{
		{"lessons", len(c.Lessons), 12}, {"facts", len(c.Facts), 150}, {"people", len(c.People), 60}, {"events",
			len(c.Events), 70}, {"terms", len(c.Terms), 45},
		{"figures", len(c.Figures), 14}, {"questions", len(c.Questions()), 150},
	} {
		if least.got < least.n {
			t.Errorf("got %d %s, want at least %d", least.got, least.what, least.n)
		}
	}
	for i, l := range c.Lessons {
		if l.Number != i+1 {
			t.Errorf("lesson %s has number %d, want %d", l.ID, l.Number, i+1)
		}
		if len(l.Remember) != 5 {
			t.Errorf("lesson %s has %d sentences to remember, want 5", l.ID, len(l.Remember))
		}
		questions := append(slices.Clone(l.Checks), l.Pool...)
		kinds := map[string]bool{}
		for _, q := range questions {
			kinds[q.Kind] = true
		}
		if len(questions) < 12 || len(kinds) < 5 {
			t.Errorf("lesson %s has %d questions of %d kinds, want at least 12 of 5", l.ID, len(questions), len(kinds))
		}
		figures := 0
		for _, s := range l.Sections {
			if len(s.Plain) == 0 {
				t.Errorf("section %s of lesson %s has no plain words", s.ID, l.ID)
			}
			for _, b := range s.Blocks {
				if b.Figure != nil {
					figures++
				}
			}
		}
		if figures < 1 {
			t.Errorf("lesson %s has no figure", l.ID)
		}
	}
}

// Every source of the first ledger has its place in the course.
func TestBuiltInCourseHasEverySource(t *testing.T) {
	content, err := course.Open("")
	if err != nil {
		t.Fatal(err)
	}
	c, _ := course.Compile(content)
	sources := map[string]bool{}
	for _, s := range c.Sources {
		sources[s.Ledger] = true
	}
	for n := 1; n <= 39; n++ {
		if id := fmt.Sprintf("S-%02d", n); !sources[id] {
			t.Errorf("no source for %s", id)
		}
	}
}

// Feedback never only says that something is wrong.
func TestBuiltInFeedbackExplains(t *testing.T) {
	content, err := course.Open("")
	if err != nil {
		t.Fatal(err)
	}
	c, _ := course.Compile(content)
	for _, q := range c.Questions() {
		explained := q.Feedback.General
		for _, line := range q.Body.Grade(quiz.Answer{}).Lines {
			explained += line.Feedback
		}
		if len(strings.Fields(explained)) < 10 {
			t.Errorf("question %s hardly explains its answer: %q", q.ID, explained)
		}
	}
}
