package quiz_test

import (
	"testing"

	"dossier/internal/quiz"
)

func TestMatchingGrade(t *testing.T) {
	q := matching(t)
	for _, tc := range []struct {
		name   string
		answer quiz.Answer
		want   float64
		marks  []quiz.Mark
	}{
		{"all", quiz.Answer{"p1": {"c1"}, "p2": {"c2"}, "p3": {"c3"}}, 1, []quiz.Mark{quiz.Right, quiz.Right, quiz.Right}},
		{"two swapped", quiz.Answer{"p1": {"c2"}, "p2": {"c1"}, "p3": {"c3"}}, 1.0 / 3, []quiz.Mark{
			quiz.Wrong, quiz.Wrong, quiz.Right,
		}},
		{"the extra one", quiz.Answer{"p1": {"c1"}, "p2": {"c2"}, "p3": {"c4"}}, 2.0 / 3, []quiz.Mark{
			quiz.Right, quiz.Right, quiz.Wrong,
		}},
		{"none", nil, 0, []quiz.Mark{quiz.Missed, quiz.Missed, quiz.Missed}},
		{"unknown", quiz.Answer{"p1": {"x"}}, 0, []quiz.Mark{quiz.Missed, quiz.Missed, quiz.Missed}},
	} {
		g := q.Grade(tc.answer)
		if !near(g.Score, tc.want) {
			t.Errorf("%s: %v, want %v", tc.name, g.Score, tc.want)
		}
		for i, l := range g.Lines {
			if l.Mark != tc.marks[i] {
				t.Errorf("%s: %s is %s, want %s", tc.name, l.Label, l.Mark, tc.marks[i])
			}
		}
	}
	g := q.Grade(quiz.Answer{"p1": {"c2"}, "p2": {"c1"}, "p3": {"c3"}})
	want := quiz.Line{
		ID: "p1", Label: "Andrei Vyshinsky", Given: "presiding judge", Expected: "state prosecutor", Mark: quiz.Wrong,
		Feedback: "Vyshinsky was state prosecutor in all three trials.",
	}
	if g.Lines[0] != want {
		t.Errorf("line %+v, want %+v", g.Lines[0], want)
	}
	if g.Given != "Andrei Vyshinsky: presiding judge; Vasili Ulrikh: state prosecutor; Nikolai Yezhov: head of the NKVD" {
		t.Errorf("given %q", g.Given)
	}
	if got := q.GuessScore(); got != 0.25 {
		t.Errorf("guess score %v, want 0.25", got)
	}
}

func TestMatchingParse(t *testing.T) {
	q, d := matching(t), deal(5)
	reused := matching(t)
	reused.Reuse = true
	twice := "You used “state prosecutor” more than once. Each answer can be used once only."
	for _, tc := range []struct {
		name  string
		q     *quiz.Matching
		given map[string]string
		want  map[string]string
	}{
		{"all", q, map[string]string{"p1": "[c1]", "p2": "[c4]", "p3": "[c3]"}, nil},
		{"missing", q, map[string]string{"p1": "[c1]", "p2": "", "p3": "[c3]"}, map[string]string{
			"p2": "Choose a match for “Vasili Ulrikh”.",
		}},
		{"an authoring id", q, map[string]string{"p1": "c1", "p2": "[c2]", "p3": "[c3]"}, map[string]string{
			"p1": "Choose a match for “Andrei Vyshinsky”.",
		}},
		{
			"used twice", q, map[string]string{"p1": "[c1]", "p2": "[c1]", "p3": "[c3]"},
			map[string]string{"p1": twice, "p2": twice},
		},
		{"used twice, allowed", reused, map[string]string{"p1": "[c1]", "p2": "[c1]", "p3": "[c3]"}, nil},
	} {
		t.Run(tc.name, func(t *testing.T) {
			f := quiz.Form{}
			for id, v := range tc.given {
				f["m.["+id+"]"] = []string{v}
			}
			a, ps := tc.q.Parse(handled(d, f), d)
			var want []quiz.Problem
			for _, p := range tc.q.DealtPrompts(d) {
				if m, ok := tc.want[p.ID]; ok {
					want = append(want, quiz.Problem{Field: "m." + d.Handle(p.ID), Message: m})
				}
			}
			wantProblems(t, ps, want...)
			if len(want) == 0 && (len(a) != 3 || a.Value("p1") != "c1") {
				t.Errorf("answer %q", a)
			}
		})
	}
}
