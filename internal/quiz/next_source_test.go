package quiz_test

import (
	"fmt"
	"testing"

	"dossier/internal/quiz"
)

func TestNextSourceGrade(t *testing.T) {
	bare := nextSource(t)
	bare.Options[0].Reasons = nil
	for _, tc := range []struct {
		name string
		q    *quiz.NextSource
		card string
		why  []string
		want float64
	}{
		{"the best with its reasons", nextSource(t), "a", []string{"independent", "tests"}, 1},
		{"the best with one reason", nextSource(t), "a", []string{"tests"}, 0.8},
		{"the best without reasons", nextSource(t), "a", nil, 0.6},
		{"the best with a wrong one too many", nextSource(t), "a", []string{"independent", "tests", "repeats"}, 0.8},
		{"one right, one wrong", nextSource(t), "a", []string{"tests", "repeats"}, 0.6},
		{"wrong ones take nothing off the card", nextSource(t), "a", []string{"repeats"}, 0.6},
		{"a reason twice", nextSource(t), "a", []string{"tests", "tests"}, 0.8},
		{"a good one with its reason", nextSource(t), "d", []string{"tests"}, 0.85},
		{"a weak one without reasons, none ticked", nextSource(t), "b", nil, 0.15},
		{"a weak one without reasons, one ticked", nextSource(t), "b", []string{"tests"}, 0.15},
		{"useless, its reason seen", nextSource(t), "c", []string{"repeats"}, 0.4},
		{"useless", nextSource(t), "c", []string{"tests"}, 0},
		{"nothing", nextSource(t), "", []string{"tests"}, 0},
		{"unknown", nextSource(t), "x", []string{"y"}, 0},
		{"the best has no reasons, none ticked", bare, "a", nil, 1},
		{"the best has no reasons, one ticked", bare, "a", []string{"tests"}, 0.6},
	} {
		if got := tc.q.Grade(quiz.Answer{"a": {tc.card}, "why": tc.why}).Score; !near(got, tc.want) {
			t.Errorf("%s: %v, want %v", tc.name, got, tc.want)
		}
	}
}

func TestNextSourceLines(t *testing.T) {
	q := nextSource(t)
	g := q.Grade(quiz.Answer{"a": {"d"}, "why": {"tests", "repeats"}})
	for i, want := range []quiz.Line{
		{ID: "a", Mark: quiz.Missed, Expected: "the best next step"},
		{ID: "b", Mark: quiz.Rest, Expected: "a weak next step"},
		{ID: "c", Mark: quiz.Rest, Expected: "it would test nothing"},
		{ID: "d", Mark: quiz.Near, Expected: "a good next step", Chosen: true},
		{ID: "independent", Mark: quiz.Rest, Expected: "does not hold for this source"},
		{ID: "tests", Mark: quiz.Right, Expected: "holds for this source", Chosen: true},
		{ID: "repeats", Mark: quiz.Wrong, Expected: "does not hold for this source", Chosen: true},
	} {
		l := g.Lines[i]
		if l.ID != want.ID || l.Mark != want.Mark || l.Expected != want.Expected || l.Chosen != want.Chosen {
			t.Errorf("line %d is %+v, want %+v", i, l, want)
		}
	}
	if got, want := g.Lines[0].Feedback, "Nobody made it with the trial in mind. What it says: The hotel had closed in "+
		"1917."; got != want {
		t.Errorf("feedback %q, want %q", got, want)
	}
	want := "Evidence given to the Dewey Commission, 1937; it could show the claim to be true or false; " +
		"it tells the same story again"
	if g.Given != want {
		t.Errorf("given %q, want %q", g.Given, want)
	}
	// Without an answer the lines explain the best card.
	g = q.Grade(nil)
	if l := g.Lines[4]; len(g.Lines) != 7 || l.Mark != quiz.Missed ||
		l.Group != "Reasons for “Hotel directories of Copenhagen, 1917 to 1936”" {
		t.Errorf("without an answer: %+v", g.Lines)
	}
}

func TestNextSourceParse(t *testing.T) {
	q, d := nextSource(t), deal(8)
	var hundred []string
	for range 100 {
		hundred = append(hundred, "[tests]")
	}
	card := quiz.Problem{Field: "a", Message: "Choose one of the sources."}
	why := quiz.Problem{Field: "why", Message: "Choose from the reasons shown here."}
	for _, tc := range []struct {
		name   string
		form   quiz.Form
		want   []quiz.Problem
		answer string
	}{
		{"with reasons", quiz.Form{"a": {"[a]"}, "why": {"[tests]", "[independent]"}}, nil, "[a] [independent tests]"},
		{"without reasons", quiz.Form{"a": {"[b]"}}, nil, "[b] []"},
		{"a hundred times", quiz.Form{"a": {"[b]", "[a]"}, "why": hundred}, nil, "[b] [tests]"},
		{"empty", nil, []quiz.Problem{card}, ""},
		{"authoring ids", quiz.Form{"a": {"a"}, "why": {"tests"}}, []quiz.Problem{card, why}, ""},
		{"handles of the other list", quiz.Form{"a": {"[tests]"}, "why": {"[a]"}}, []quiz.Problem{card, why}, ""},
		{
			"foreign handles", quiz.Form{"a": {deal(1).Handle("a")}, "why": {deal(1).Handle("tests"), ""}},
			[]quiz.Problem{card, why}, "",
		},
	} {
		t.Run(tc.name, func(t *testing.T) {
			a, ps := q.Parse(handled(d, tc.form), d)
			wantProblems(t, ps, tc.want...)
			if got := fmt.Sprint(a["a"], " ", a["why"]); len(tc.want) == 0 && got != tc.answer {
				t.Errorf("answer %s, want %s", got, tc.answer)
			}
		})
	}
	if len(q.Dealt(d)) != 4 || len(q.DealtReasons(d)) != 3 {
		t.Error("a deal loses parts")
	}
}

func TestNextSourceGuessScore(t *testing.T) {
	// Over the eight sets of reasons the shares of card a add up to 2.5, those of c and d to 1.
	want := 0.6*(1+0.25+0+0.75)/4 + 0.4*(2.5/8+0+1.0/8+1.0/8)/4
	if got := nextSource(t).GuessScore(); !near(got, want) {
		t.Errorf("guess score %v, want %v", got, want)
	}
	if got := new(quiz.NextSource).GuessScore(); got != 0 {
		t.Errorf("guess score without cards %v", got)
	}
}
