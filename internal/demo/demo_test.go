package demo_test

import (
	"errors"
	"fmt"
	"reflect"
	"slices"
	"sync"
	"testing"
	"time"

	"dossier/internal/classroom"
	"dossier/internal/course"
	"dossier/internal/demo"
	"dossier/internal/essay"
	"dossier/internal/quiz"
	"dossier/lessons"
	"dossier/quizzes"
)

// monday is in the middle of a lesson.
var monday = time.Date(2026, 11, 23, 10, 40, 0, 0, time.UTC)

// compiled is the built-in course. No test changes it.
var compiled = sync.OnceValues(func() (*course.Course, []course.Finding) {
	c, findings := course.Compile(course.Content{Lessons: lessons.FS, Quizzes: quizzes.FS})
	return c, course.Errors(findings)
})

func builtIn(t *testing.T) *course.Course {
	t.Helper()
	c, errs := compiled()
	if len(errs) > 0 {
		t.Fatal(errs)
	}
	return c
}

func plan(t *testing.T, c *course.Course, shape demo.Shape) *demo.Plan {
	t.Helper()
	p, err := demo.Make(c, shape)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestTheSameSeedMakesTheSameClass(t *testing.T) {
	c := builtIn(t)
	shape := demo.Shape{Seed: 7, Now: monday}
	if !reflect.DeepEqual(plan(t, c, shape), plan(t, c, shape)) {
		t.Error("the same course, seed and time make two classes")
	}
	other := shape
	other.Seed = 8
	if reflect.DeepEqual(plan(t, c, shape), plan(t, c, other)) {
		t.Error("another seed makes the same class")
	}
}

func TestShapes(t *testing.T) {
	c := builtIn(t)
	for _, row := range []struct {
		shape    demo.Shape
		students int
		err      error
	}{
		{demo.Shape{}, 28, nil},
		{demo.Shape{Students: 1}, 1, nil},
		{demo.Shape{Students: 60, Weeks: 1}, 60, nil},
		{demo.Shape{Weeks: 30}, 28, nil},
		{demo.Shape{Students: 61}, 0, demo.ErrShape},
		{demo.Shape{Students: -1}, 0, demo.ErrShape},
		{demo.Shape{Weeks: 31}, 0, demo.ErrShape},
	} {
		t.Run(fmt.Sprint(row.shape.Students, row.shape.Weeks), func(t *testing.T) {
			row.shape.Now = monday
			p, err := demo.Make(c, row.shape)
			if !errors.Is(err, row.err) {
				t.Fatalf("got the error %v, want %v", err, row.err)
			}
			if err != nil {
				return
			}
			names := map[string]bool{}
			for _, st := range p.Students {
				names[st.Name] = true
			}
			if len(names) != row.students || len(p.Students) != row.students {
				t.Errorf("%d students with %d names, want %d", len(p.Students), len(names), row.students)
			}
			at := p.Began
			for _, s := range p.Steps {
				if s.At.Before(at) || s.At.After(monday) || s.At.Before(p.Students[s.Student].Joined) {
					t.Fatalf("%s does %T at %v, after %v, joined %v", p.Students[s.Student].Name, s.Do, s.At, at,
						p.Students[s.Student].Joined)
				}
				at = s.At
			}
		})
	}
}

// What the demo class is there to show is in it at any hour of any day.
func TestWhatTheClassShows(t *testing.T) {
	c := builtIn(t)
	for day := range 7 {
		now := monday.AddDate(0, 0, day).Add(time.Duration(day) * 3 * time.Hour)
		t.Run(now.Format("Monday 15:04"), func(t *testing.T) {
			p := plan(t, c, demo.Shape{Now: now})
			last, open := make([]time.Time, len(p.Students)), make([]int, len(p.Students))
			for _, s := range p.Steps {
				last[s.Student] = s.At
				switch d := s.Do.(type) {
				case demo.BeginQuiz:
					open[s.Student] = len(d.Questions)
				case demo.AnswerQuiz:
					open[s.Student]--
				}
			}
			active, inQuiz, nothing, away, long := 0, 0, 0, 0, 0
			for i, st := range p.Students {
				idle := now.Sub(last[i])
				switch {
				case last[i].IsZero():
					nothing++
				case idle < 5*time.Minute:
					active++
				case idle > 7*24*time.Hour:
					away++
				case open[i] > 0 && idle > 10*time.Minute && idle < 12*time.Minute:
					inQuiz++
				}
				if len([]rune(st.Name)) > 30 {
					long++
				}
			}
			if active < 3 || active > 9 || inQuiz != 1 || nothing != 1 || away != 1 || long != 1 {
				t.Errorf("active %d, in a quiz %d, without anything %d, away %d, with a long name %d", active, inQuiz, nothing,
					away, long)
			}
		})
	}
}

// Some misconceptions are common, and there are people who are sure of them. In a quiz about half of those who get as
// far as the sixth lesson are asked about the first.
func TestMisconceptionsAreShared(t *testing.T) {
	p := plan(t, builtIn(t), demo.Shape{Now: monday})
	holders, certain := map[string]map[int]bool{}, 0
	for _, s := range p.Steps {
		var g demo.Given
		switch d := s.Do.(type) {
		case demo.AnswerCheck:
			g = d.Given
		case demo.AnswerQuiz:
			g = d.Given
		default:
			continue
		}
		for _, l := range classroom.Decide(g.Question, g.Answer).Grade.Lines {
			if l.Mark == quiz.Wrong && l.Misconception != "" {
				if holders[l.Misconception] == nil {
					holders[l.Misconception] = map[int]bool{}
				}
				holders[l.Misconception][s.Student] = true
				if g.Sure == "certain" {
					certain++
				}
			}
		}
	}
	var counts []int
	for _, who := range holders {
		counts = append(counts, len(who))
	}
	slices.SortFunc(counts, func(a, b int) int { return b - a })
	if len(counts) < 3 || counts[0] < 10 || counts[1] < 9 || counts[2] < 7 {
		t.Errorf("the most common misconceptions are held by %v students, want 10, 9 and 7 at least", counts)
	}
	if certain < 15 {
		t.Errorf("%d wrong ideas are held for certain, want more", certain)
	}
}

// Every essay of the demo class is one that somebody could hand in.
func TestEssays(t *testing.T) {
	c := builtIn(t)
	bench, err := c.Bench("two-verdicts")
	if err != nil {
		t.Fatal(err)
	}
	p := plan(t, c, demo.Shape{Now: monday})
	picks, text := map[int][]essay.Pick{}, map[int]string{}
	seen := map[string]bool{}
	for _, s := range p.Steps {
		name := p.Students[s.Student].Name
		switch d := s.Do.(type) {
		case demo.SaveText:
			for _, pick := range d.Text.Picks {
				picks[s.Student] = append(picks[s.Student], essay.Pick{Number: len(picks[s.Student]) + 1, Phrase: pick.Phrase,
					Quote: pick.Quote, Source: pick.Source})
			}
			if text[s.Student] = d.Text.Text; d.Text.KeepText {
				continue
			}
			if d.Text.Text == "" {
				t.Errorf("%s saves nothing", name)
			}
		case demo.Assess:
			for _, l := range d.Levels {
				if l.Level > 0 && !essay.Holds(text[s.Student], l.Sentence) {
					t.Errorf("%s shows %s with %q, which is not in the text", name, l.Skill, l.Sentence)
				}
			}
		case demo.HandIn:
			notes := essay.Notes(text[s.Student], essay.Brief{Min: bench.Words.Min, Max: bench.Words.Max,
				Names: bench.Names(), Quotes: bench.Readings(), Picks: picks[s.Student]})
			if len(notes) > 0 {
				t.Errorf("%s hands in a text of which the bench says %q", name, notes)
			}
			if seen[text[s.Student]] {
				t.Errorf("%s hands in the text of somebody else", name)
			}
			seen[text[s.Student]] = true
		case demo.GiveReason:
			if !d.Reason.Complete() {
				t.Errorf("%s gives half a reason: %+v", name, d.Reason)
			}
			if bench.Fact(d.Reason.Fact) == nil || bench.Phrase(d.Reason.First) == nil || bench.Phrase(d.Reason.Second) == nil {
				t.Errorf("%s gives a reason with what is not on the bench: %+v", name, d.Reason)
			}
		}
	}
	if len(seen) < 12 {
		t.Errorf("%d texts are handed in, want more", len(seen))
	}
}
