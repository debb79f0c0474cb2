package quiz_test

import (
	"fmt"
	"strings"
	"testing"

	"dossier/internal/quiz"
)

func TestClozeSegments(t *testing.T) {
	for text, want := range map[string]string{
		"In July {{1}} replaced {{ 2 }} as head.": `[{"In July " ""} {"" "1"} {" replaced " ""} {"" "2"} {" as head." ""}]`,
		"{{a}}{{b}}": `[{"" "a"} {"" "b"}]`,
		"no gap":     `[{"no gap" ""}]`,
		"{{ }}":      `[{"" ""}]`,
		"{1} {{x":    `[{"{1} {{x" ""}]`,
		"":           `[]`,
	} {
		if got := fmt.Sprintf("%q", (&quiz.Cloze{Text: text}).Segments()); got != want {
			t.Errorf("%q: %s, want %s", text, got, want)
		}
	}
}

func TestClozeGrade(t *testing.T) {
	q := cloze(t)
	for _, tc := range []struct {
		name, one, two string
		score          float64
		feedback       string // of gap 1
		unmatched      string
	}{
		{"both", "Yezhov", "Genrikh Yagoda", 1, "Yezhov led it until November 1938.", "[]"},
		{"one", "Ezhov", "nobody", 0.5, "Yezhov led it until November 1938.", `["nobody"]`},
		{"spelling", "Yezov", "Jagoda", 0.75, "Check the spelling: Yezhov. Yezhov led it until November 1938.", "[]"},
		{
			"a known wrong one", "Beria", "Yagoda", 0.5,
			"Beria took over later, in November 1938. Yezhov led it until November 1938.", "[]",
		},
		{
			"swapped", "Yagoda", "Yezhov", 0,
			"That is Genrikh Yagoda, not the person asked for here. Yezhov led it until November 1938.", "[]",
		},
		{"nonsense", "qwertz", "12", 0, "Yezhov led it until November 1938.", `["qwertz" "12"]`},
	} {
		g := q.Grade(quiz.Answer{"1": {tc.one}, "2": {tc.two}})
		if !near(g.Score, tc.score) || g.Lines[0].Feedback != tc.feedback || fmt.Sprintf("%q", g.Unmatched) != tc.unmatched {
			t.Errorf(
				"%s: %v %q %q, want %v %q %s", tc.name, g.Score, g.Lines[0].Feedback, g.Unmatched, tc.score, tc.feedback,
				tc.unmatched,
			)
		}
		if want := tc.one + "; " + tc.two; g.Given != want {
			t.Errorf("%s: given %q, want %q", tc.name, g.Given, want)
		}
		if l := g.Lines[1]; l.Label != "Gap 2" || l.Expected != "Yagoda" || l.Given != tc.two {
			t.Errorf("%s: line %+v", tc.name, l)
		}
	}
	if got := q.Grade(quiz.Answer{"1": {"Yezhov"}}).Score; got != 0.5 {
		t.Errorf("a gap left empty: %v, want 0.5", got)
	}
	if got := q.GuessScore(); got != 0 {
		t.Errorf("guess score %v, want 0", got)
	}
}

func TestClozeMatches(t *testing.T) {
	for _, tc := range []struct {
		match, accept, given string
		right, unmatched     bool
	}{
		{"text", "Politburo", "polit-büro", true, false},
		{"text", "show trial", "Show  Trial.", true, false},
		{"text", "show trial", "showtrial", true, false},
		{"text", "NKVD", "N.K.V.D.", true, false},
		{"text", "show trial", "a show trial", true, false},
		{"text", "show trial", "no show trial", false, true},
		{"text", "show trial", "not a show trial", false, true},
		{"text", "frame-up", "a frame-up", true, false},
		{"text", "frame-up", "the frаme‑up", true, false},
		{"text", "a frame-up", "frame up", true, false},
		{"text", "Norway", "in Norway", true, false},
		{"text", "Norway", "to Norway.", true, false},
		{"text", "Norway", "it was in Norway", true, false},
		{"text", "Norway", "it was not in Norway", false, true},
		{"text", "Norway", "not Norway", false, true},
		{"text", "Norway", "not in Norway", false, true},
		{"text", "Norway", "in Sweden or Norway", false, true},
		{"text", "from", "from", true, false},
		{"text", "from", "to", false, true},
		{"text", "5th column", "٥th column", true, false},
		{"year", "1936", "1936", true, false},
		{"year", "1936", " 1936. ", true, false},
		{"year", "1936", "1937", false, false},
		{"year", "1936", "19360", false, true},
		{"year", "1936", "thirty-six", false, true},
		{"number", "139", "139", true, false},
		{"number", "1500", "1,500", true, false},
		{"number", "1500", "1.5k", true, false},
		{"number", "139", "140", false, false},
		{"number", "139", "many", false, true},
		{"number", "2", "two thirds", false, true},
		{"number", "139", "139 never", false, true},
		{"number", "700", "700 тыс.", false, true},
		{"number", "8", "eight teen", false, true},
		{"regex", "shot|executed", "SHOT", true, false},
		{"regex", "shot|executed", "not shot", false, true},
		{"regex", "(", "(", false, true},
		{"name", "Yezhov", "Jezhov", true, false},
	} {
		q := &quiz.Cloze{Text: "It was {{1}}.", Gaps: []quiz.Gap{{
			ID: "1", Match: tc.match, Accept: []quiz.Accept{{Text: tc.accept}},
		}}}
		g := q.Grade(quiz.Answer{"1": {tc.given}})
		if g.Full() != tc.right || (len(g.Unmatched) == 1) != tc.unmatched {
			t.Errorf("%s %q given %q: score %v, unmatched %q", tc.match, tc.accept, tc.given, g.Score, g.Unmatched)
		}
	}
}

func TestClozeParse(t *testing.T) {
	q := cloze(t)
	// Gap 2 stands first in this text, and is called gap 1.
	turned := cloze(t)
	turned.Text = "Yagoda's place {{2}}, Yezhov's place {{1}}."
	for _, tc := range []struct {
		name     string
		q        *quiz.Cloze
		one, two string
		want     []quiz.Problem
	}{
		{"filled", q, "x", "y", nil},
		{"empty", q, "", " \t", []quiz.Problem{
			{Field: "g.1", Message: "Fill in gap 1."}, {Field: "g.2", Message: "Fill in gap 2."},
		}},
		{"invisible", q, "\u200b\u200e", "y", []quiz.Problem{{Field: "g.1", Message: "Fill in gap 1."}}},
		{"too long", q, "x", strings.Repeat("y", 201), []quiz.Problem{{
			Field: "g.2", Message: "Gap 2 is too long. Use at most 200 characters.",
		}}},
		{"nonsense", q, "???", "!", nil},
		{"by place in the text", turned, "", "y", []quiz.Problem{{Field: "g.1", Message: "Fill in gap 2."}}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			a, ps := tc.q.Parse(quiz.Form{"g.1": {tc.one}, "g.2": {tc.two}}, deal(1))
			wantProblems(t, ps, tc.want...)
			if len(ps) == 0 && (a.Value("1") != tc.one || a.Value("2") != tc.two) {
				t.Errorf("answer %q", a)
			}
		})
	}
	if l := turned.Grade(quiz.Answer{"1": {"Yezhov"}, "2": {"Yagoda"}}).Lines; l[0].ID != "2" || l[0].Label != "Gap 1" {
		t.Errorf("lines do not follow the text: %+v", l)
	}
}
