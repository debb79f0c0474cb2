package quiz_test

import (
	"fmt"
	"testing"

	"dossier/internal/quiz"
)

func TestSingleChoice(t *testing.T) {
	q, d := single(t), deal(1)
	a, ps := q.Parse(handled(d, quiz.Form{"a": {"[b]"}}), d)
	wantProblems(t, ps)
	g := q.Grade(a)
	if g.Score != 0 || g.Given != "letters captured from Berlin" || g.Lines[1].Mark != quiz.Wrong ||
		g.Lines[1].Misconception != "m-letters" || g.Lines[0].Mark != quiz.Missed || g.Lines[2].Mark != quiz.Rest {
		t.Errorf("grade %+v", g)
	}
	if g := q.Grade(quiz.Answer{"a": {"a"}}); !g.Full() || g.Lines[0].Mark != quiz.Right {
		t.Errorf("grade of the key %+v", g)
	}
	for _, f := range []quiz.Form{{}, {"a": {""}}, {"a": {"b"}}, {"a": {deal(2).Handle("b")}}} {
		_, ps := q.Parse(f, d)
		wantProblems(t, ps, quiz.Problem{Field: "a", Message: "Choose one of the answers."})
	}
	if got := q.GuessScore(); !near(got, 1.0/3) {
		t.Errorf("guess score %v, want 1/3", got)
	}
	if got := new(quiz.SingleChoice).GuessScore(); got != 0 {
		t.Errorf("guess score without options %v", got)
	}
}

func options(right, wrong int) []quiz.Option {
	var out []quiz.Option
	for i := range right + wrong {
		out = append(out, quiz.Option{ID: string(rune('a' + i)), Text: fmt.Sprint("option ", i), Correct: i < right})
	}
	return out
}

func TestMultipleResponseGrade(t *testing.T) {
	for _, tc := range []struct {
		name         string
		right, wrong int
		chosen       []string
		minus, all   float64
	}{
		{"both", 2, 2, []string{"a", "b"}, 1, 1},
		{"one of two", 2, 2, []string{"a"}, 0.5, 0},
		{"one right, one wrong", 2, 2, []string{"a", "c"}, 0, 0},
		{"everything", 2, 2, []string{"a", "b", "c", "d"}, 0, 0},
		{"nothing", 2, 2, nil, 0, 0},
		{"wrong ones", 2, 2, []string{"c", "d"}, 0, 0},
		{"one wrong too many", 2, 3, []string{"a", "b", "c"}, 2.0 / 3, 0},
		{"five with three right", 3, 2, []string{"a", "b", "d"}, 2.0/3 - 0.5, 0},
		{"twice the same", 2, 2, []string{"a", "a"}, 0.5, 0},
		{"unknown ids", 2, 2, []string{"x", "y"}, 0, 0},
		{"no key", 0, 4, []string{"a"}, 0, 0},
	} {
		for scoring, want := range map[string]float64{"right_minus_wrong": tc.minus, "all_or_nothing": tc.all} {
			q := &quiz.MultipleResponse{Options: options(tc.right, tc.wrong), Scoring: scoring}
			if got := q.Grade(quiz.Answer{"a": tc.chosen}).Score; !near(got, want) {
				t.Errorf("%s, %s: %v, want %v", tc.name, scoring, got, want)
			}
		}
	}
	g := multiple(t).Grade(quiz.Answer{"a": {"a", "c"}})
	if g.Given != "Zinoviev; Bukharin" {
		t.Errorf("given %q", g.Given)
	}
	for i, want := range []quiz.Mark{quiz.Right, quiz.Missed, quiz.Wrong, quiz.Rest} {
		if g.Lines[i].Mark != want {
			t.Errorf("line %d is %s, want %s", i, g.Lines[i].Mark, want)
		}
	}
}

func TestMultipleResponseGuessScore(t *testing.T) {
	for _, tc := range []struct {
		n, right int
		scoring  string
		want     float64
	}{
		{4, 2, "right_minus_wrong", 1.0 / 6}, {5, 2, "right_minus_wrong", 0.2}, {5, 3, "right_minus_wrong", 0.2},
		{6, 3, "right_minus_wrong", 0.2},
		{4, 2, "all_or_nothing", 1.0 / 6}, {6, 3, "all_or_nothing", 0.05},
	} {
		q := &quiz.MultipleResponse{
			Options: options(tc.right, tc.n-tc.right), Scoring: tc.scoring, Choose: quiz.Choose{Mode: "exactly", N: tc.right},
		}
		if got := q.GuessScore(); !near(got, tc.want) {
			t.Errorf("%d of %d, %s: %v, want %v", tc.right, tc.n, tc.scoring, got, tc.want)
		}
	}
	free := &quiz.MultipleResponse{Options: options(2, 2), Scoring: "all_or_nothing", Choose: quiz.Choose{Mode: "any"}}
	if got := free.GuessScore(); !near(got, 1.0/15) {
		t.Errorf("any of 4: %v, want 1/15", got)
	}
	if got := new(quiz.MultipleResponse).GuessScore(); got != 0 {
		t.Errorf("no options: %v, want 0", got)
	}
}

func TestMultipleResponseParse(t *testing.T) {
	q, d := multiple(t), deal(3)
	free := multiple(t)
	free.Choose = quiz.Choose{Mode: "any"}
	for _, tc := range []struct {
		name    string
		q       *quiz.MultipleResponse
		chosen  []string
		problem string
		answer  string
	}{
		{"two", q, []string{"[b]", "[a]"}, "", "[a b]"},
		{"one", q, []string{"[b]"}, "Choose exactly two answers. You chose one.", ""},
		{"three", q, []string{"[a]", "[b]", "[c]"}, "Choose exactly two answers. You chose three.", ""},
		{"none", q, nil, "Choose exactly two answers.", ""},
		{"one, sent twice", q, []string{"[b]", "[b]"}, "Choose exactly two answers. You chose one.", ""},
		{"an authoring id", q, []string{"a", "[b]"}, "Choose from the answers shown here.", ""},
		{"any", free, []string{"[c]"}, "", "[c]"},
		{"any of none", free, nil, "Choose at least one answer.", ""},
	} {
		t.Run(tc.name, func(t *testing.T) {
			a, ps := tc.q.Parse(handled(d, quiz.Form{"a": tc.chosen}), d)
			if tc.problem != "" {
				wantProblems(t, ps, quiz.Problem{Field: "a", Message: tc.problem})
				return
			}
			wantProblems(t, ps)
			if got := fmt.Sprint(a["a"]); got != tc.answer {
				t.Errorf("answer %s, want %s", got, tc.answer)
			}
		})
	}
}
