package quiz_test

import (
	"strings"
	"testing"

	"dossier/internal/quiz"
)

func TestComparisonGrade(t *testing.T) {
	q := comparison(t)
	for _, tc := range []struct {
		name   string
		answer quiz.Answer
		want   float64
	}{
		{"all", quiz.Answer{"p1": {"first"}, "p2": {"second"}, "p3": {"both"}, "p4": {"neither"}}, 1},
		{"three", quiz.Answer{"p1": {"first"}, "p2": {"second"}, "p3": {"both"}, "p4": {"both"}}, 0.75},
		{"all both", quiz.Answer{"p1": {"both"}, "p2": {"both"}, "p3": {"both"}, "p4": {"both"}}, 0.25},
		{"none", nil, 0},
		{"unknown", quiz.Answer{"p1": {"third"}}, 0},
		{"only written", quiz.Answer{"w.why": {"one of them was accused"}}, 0},
	} {
		if got := q.Grade(tc.answer).Score; !near(got, tc.want) {
			t.Errorf("%s: %v, want %v", tc.name, got, tc.want)
		}
	}
	g := q.Grade(quiz.Answer{"p1": {"second"}, "p2": {"second"}, "w.why": {"One was accused."}})
	want := quiz.Line{
		ID: "p1", Label: "believes the confessions", Given: "only Leon Trotsky", Expected: "only The Observer",
		Mark: quiz.Wrong, Feedback: "The paper thinks that the case is real.",
	}
	if g.Lines[0] != want || g.Lines[1].Mark != quiz.Right || g.Lines[2].Mark != quiz.Missed {
		t.Errorf("lines %+v", g.Lines)
	}
	given := "believes the confessions: only Leon Trotsky; knew the accused in person: only Leon Trotsky; " +
		"“One was accused.”"
	if g.Given != given {
		t.Errorf("given %q, want %q", g.Given, given)
	}
	if !strings.HasPrefix(g.Model, "The Observer judged") {
		t.Errorf("model %q", g.Model)
	}
	if got := q.GuessScore(); got != 0.25 {
		t.Errorf("guess score %v, want 0.25", got)
	}
}

func TestComparisonSides(t *testing.T) {
	q := comparison(t)
	say := func() string {
		var out []string
		for _, s := range q.Sides() {
			out = append(out, s.Text)
		}
		return strings.Join(out, ", ")
	}
	if got, want := say(), "only The Observer, only Leon Trotsky, both, neither"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	// Names that do not tell the sources apart are no use.
	for _, texts := range [][]quiz.SourceText{nil, {{Name: "Pravda"}, {Name: "Pravda"}}, {{Name: "Pravda"}, {}}} {
		q.SetSources(texts)
		if got, want := say(), "only the first source, only the second source, both, neither"; got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

func TestComparisonParse(t *testing.T) {
	q, d := comparison(t), deal(2)
	full := func() quiz.Form {
		return quiz.Form{
			"pt.[p1]": {"[p1/first]"}, "pt.[p2]": {"[p2/both]"}, "pt.[p3]": {"[p3/both]"}, "pt.[p4]": {"[p4/neither]"},
			"w.why": {"One of them was accused himself."},
		}
	}
	a, ps := q.Parse(handled(d, full()), d)
	wantProblems(t, ps)
	if a.Value("p1") != "first" || a.Value("p2") != "both" || a.Value("w.why") != "One of them was accused himself." {
		t.Errorf("answer %q", a)
	}
	unanswered := quiz.Problem{
		Field: "pt." + d.Handle("p1"), Message: "Say which source this is true of: “believes the confessions”.",
	}
	for name, value := range map[string]string{
		"none": "", "an authoring id": "first", "a handle of another point": "[p2/first]",
		"the handle of the bare side": "[first]", "a foreign handle": deal(3).Handle("p1/first"),
	} {
		f := full()
		f["pt.[p1]"] = []string{value}
		_, ps := q.Parse(handled(d, f), d)
		if len(ps) != 1 || ps[0] != unanswered {
			t.Errorf("%s: %v", name, ps)
		}
	}
	if _, ps := q.Parse(nil, d); len(ps) != 5 || ps[4].Field != "w.why" {
		t.Errorf("an empty form has the problems %v", ps)
	}
	if len(q.Dealt(d)) != 4 {
		t.Error("a deal loses points")
	}
}
