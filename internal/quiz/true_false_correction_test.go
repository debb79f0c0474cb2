package quiz_test

import (
	"strings"
	"testing"

	"dossier/internal/quiz"
)

func TestTrueFalseGrade(t *testing.T) {
	isFalse, isTrue := falseStatement(t), trueStatement(t)
	near := falseStatement(t)
	near.Correction.Near = 0.5
	for _, tc := range []struct {
		name         string
		q            *quiz.TrueFalse
		verdict, fix string
		score        float64
		marks        []quiz.Mark
		given        string
		unmatched    bool
	}{
		{
			"false, mended", isFalse, "false", "Yezhov", 1, []quiz.Mark{quiz.Right, quiz.Right}, "False. Correction: Yezhov",
			false,
		},
		{
			"false, mended in another spelling", isFalse, "false", "nikolay ezhov", 1, []quiz.Mark{quiz.Right, quiz.Right},
			"False. Correction: nikolay ezhov", false,
		},
		{"false, not mended", isFalse, "false", "", 0.5, []quiz.Mark{quiz.Right, quiz.Missed}, "False", false},
		{
			"false, mended by somebody else", isFalse, "false", "Beria", 0.5, []quiz.Mark{quiz.Right, quiz.Wrong},
			"False. Correction: Beria", false,
		},
		{
			"false, mended by nobody known", isFalse, "false", "somebody", 0.5, []quiz.Mark{quiz.Right, quiz.Wrong},
			"False. Correction: somebody", true,
		},
		{
			"false, misspelt", near, "false", "Yezov", 0.75, []quiz.Mark{quiz.Right, quiz.Near}, "False. Correction: Yezov",
			false,
		},
		{"true, though false", isFalse, "true", "Yezhov", 0, []quiz.Mark{quiz.Wrong, quiz.Missed}, "True", false},
		{"true", isTrue, "true", "", 1, []quiz.Mark{quiz.Right}, "True", false},
		{"true, with a correction", isTrue, "true", "Beria", 1, []quiz.Mark{quiz.Right}, "True", false},
		{"false, though true", isTrue, "false", "Beria", 0, []quiz.Mark{quiz.Wrong}, "False. Correction: Beria", false},
		{"nothing", isFalse, "", "Yezhov", 0, []quiz.Mark{quiz.Missed, quiz.Missed}, "", false},
	} {
		t.Run(tc.name, func(t *testing.T) {
			g := tc.q.Grade(quiz.Answer{"verdict": {tc.verdict}, "fix": {tc.fix}})
			if g.Score != tc.score || g.Given != tc.given {
				t.Errorf("score %v, given %q; want %v, %q", g.Score, g.Given, tc.score, tc.given)
			}
			if len(g.Lines) != len(tc.marks) {
				t.Fatalf("lines %+v", g.Lines)
			}
			for i, want := range tc.marks {
				if g.Lines[i].Mark != want {
					t.Errorf("line %s is %s, want %s", g.Lines[i].ID, g.Lines[i].Mark, want)
				}
			}
			if got := len(g.Unmatched) == 1; got != tc.unmatched {
				t.Errorf("unmatched %q", g.Unmatched)
			}
			want := map[string]string{"true": tc.q.FeedbackTrue, "false": tc.q.FeedbackFalse, "": ""}[tc.verdict]
			if g.Lines[0].Feedback != want {
				t.Errorf("feedback %q, want %q", g.Lines[0].Feedback, want)
			}
		})
	}
	g := isFalse.Grade(quiz.Answer{"verdict": {"false"}, "fix": {"Beria"}})
	if l := g.Lines[1]; l.Expected != "Yezhov" || l.Label != "What should stand instead of “Genrikh Yagoda”" ||
		l.Feedback != "That is Lavrenty Beria, not the person asked for here." {
		t.Errorf("line of the correction %+v", l)
	}
}

func TestTrueFalseParse(t *testing.T) {
	q := falseStatement(t)
	choose := quiz.Problem{Field: "v", Message: "Choose true or false."}
	long := quiz.Problem{Field: "fix", Message: "Your correction is too long. Use at most 200 characters."}
	for _, tc := range []struct {
		name string
		form quiz.Form
		want []quiz.Problem
	}{
		{"no verdict", quiz.Form{"fix": {"Yezhov"}}, []quiz.Problem{choose}},
		{"another verdict", quiz.Form{"v": {"maybe"}}, []quiz.Problem{choose}},
		{"too long", quiz.Form{"v": {"false"}, "fix": {strings.Repeat("я", 201)}}, []quiz.Problem{long}},
		{"both", quiz.Form{"fix": {strings.Repeat("x", 201)}}, []quiz.Problem{choose, long}},
		{"just not too long", quiz.Form{"v": {"false"}, "fix": {strings.Repeat("я", 200)}}, nil},
		{"no correction", quiz.Form{"v": {"false"}}, nil},
	} {
		t.Run(tc.name, func(t *testing.T) {
			_, ps := q.Parse(tc.form, deal(1))
			wantProblems(t, ps, tc.want...)
		})
	}
	a, ps := q.Parse(quiz.Form{"v": {"true"}, "fix": {" Nikolai \x00 Yezhov\n"}}, deal(1))
	wantProblems(t, ps)
	if a.Value("verdict") != "true" || a.Value("fix") != "Nikolai Yezhov" {
		t.Errorf("answer %q: the correction is read whatever the verdict", a)
	}
}

func TestTrueFalseGuessScore(t *testing.T) {
	if a, b := trueStatement(t).GuessScore(), falseStatement(t).GuessScore(); a != 0.5 || b != 0.25 {
		t.Errorf("guess scores %v and %v, want 0.5 and 0.25", a, b)
	}
}
