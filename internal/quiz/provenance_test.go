package quiz_test

import (
	"strings"
	"testing"

	"dossier/internal/quiz"
)

func TestProvenanceGrade(t *testing.T) {
	q := provenance(t)
	for _, tc := range []struct {
		name   string
		answer quiz.Answer
		want   float64
	}{
		{"both", quiz.Answer{"author": {"a"}, "when": {"b"}}, 1},
		{"one", quiz.Answer{"author": {"a"}, "when": {"a"}}, 0.5},
		{"none right", quiz.Answer{"author": {"c"}, "when": {"c"}}, 0},
		{"nothing", nil, 0},
		{"unknown", quiz.Answer{"author": {"x"}}, 0},
		{"only written", quiz.Answer{"w.value": {"he knew the men well"}}, 0},
		{
			"written does not count", quiz.Answer{"author": {"a"}, "when": {"b"}, "w.value": {"nonsense"}, "w.limitation": {""}},
			1,
		},
	} {
		if got := q.Grade(tc.answer).Score; !near(got, tc.want) {
			t.Errorf("%s: %v, want %v", tc.name, got, tc.want)
		}
	}
	g := q.Grade(quiz.Answer{"author": {"b"}, "when": {"b"}, "w.value": {"he knew “the men” well"}})
	if want := "a reporter who sat in the courtroom; 1937; “he knew “the men” well”"; g.Given != want {
		t.Errorf("given %q, want %q", g.Given, want)
	}
	for i, want := range []quiz.Mark{quiz.Missed, quiz.Wrong, quiz.Rest, quiz.Rest, quiz.Right, quiz.Rest} {
		if g.Lines[i].Mark != want {
			t.Errorf("line %d is %+v, want %s", i, g.Lines[i], want)
		}
	}
	if g.Lines[0].Group != "Who speaks?" || g.Lines[3].Group != "When was it written?" || g.Lines[0].ID == g.Lines[3].ID {
		t.Errorf("lines %+v", g.Lines)
	}
	if got := q.GuessScore(); !near(got, 1.0/3) {
		t.Errorf("guess score %v, want 1/3", got)
	}
}

// filledIn is an answer to the provenance sample without a problem.
func filledIn() quiz.Form {
	return quiz.Form{
		"p.[author]": {"[author/b]"}, "p.[when]": {"[when/b]"}, "w.value": {" He knew “the men”\r\n\tfor decades. "},
		"w.limitation": {"He was accused himself."},
	}
}

func TestProvenanceParse(t *testing.T) {
	q, d := provenance(t), deal(9)
	a, ps := q.Parse(handled(d, filledIn()), d)
	wantProblems(t, ps)
	if a.Value("author") != "b" || a.Value("when") != "b" || a.Value("w.value") != "He knew “the men”\n\tfor decades." {
		t.Errorf("answer %q", a)
	}
	author := quiz.Problem{Field: "p." + d.Handle("author"), Message: "Choose an answer to “Who speaks?”."}
	value := func(said string) quiz.Problem {
		return quiz.Problem{Field: "w.value", Message: "“One thing this source is valuable for and why”: " + said}
	}
	for _, tc := range []struct {
		name, field string
		values      []string
		want        quiz.Problem
	}{
		{"no choice", "p.[author]", nil, author},
		{"an authoring id", "p.[author]", []string{"b"}, author},
		{"a handle of the other part", "p.[author]", []string{"[when/b]"}, author},
		{"the handle of the bare id", "p.[author]", []string{"[b]"}, author},
		{"a foreign handle", "p.[author]", []string{deal(1).Handle("author/b")}, author},
		{"nothing written", "w.value", nil, value("write 4 to 12 words. You have written no words.")},
		{"nothing but signs", "w.value", []string{" … \x00 — "}, value("write 4 to 12 words. You have written no words.")},
		{"one word", "w.value", []string{"Much"}, value("write 4 to 12 words. You have written one word.")},
		{"a word too few", "w.value", []string{"he knew them"}, value("write 4 to 12 words. You have written three words.")},
		{"a word too many", "w.value", []string{words(13)}, value("write 4 to 12 words. You have written 13 words.")},
		{"one endless word", "w.value", []string{strings.Repeat("x", 6001)}, value(
			"this is too long. Use at most 6,000 characters.",
		)},
	} {
		t.Run(tc.name, func(t *testing.T) {
			f := filledIn()
			f[tc.field] = tc.values
			a, ps := q.Parse(handled(d, f), d)
			wantProblems(t, ps, tc.want)
			if a != nil {
				t.Errorf("an answer with problems: %q", a)
			}
		})
	}
	f := filledIn()
	for range 100 {
		f["p.[author]"], f["w.value"] = append(f["p.[author]"], "[author/a]"), append(f["w.value"], "more")
	}
	if a, ps := q.Parse(handled(d, f), d); len(ps) > 0 || a.Value("author") != "b" || len(a["author"]) != 1 ||
		len(a["w.value"]) != 1 {
		t.Errorf("a hundred values give %q, %v", a, ps)
	}
	if _, ps := q.Parse(nil, d); len(ps) != 4 {
		t.Errorf("an empty form has the problems %v", ps)
	}
}

// Options of two parts may have the same ids. Their handles and their order are apart, or the first part would tell
// about the second.
func TestProvenanceDeal(t *testing.T) {
	q := provenance(t)
	q.Auto[1].Options = q.Auto[0].Options
	apart := 0
	for n := range 50 {
		d := deal(n)
		one, two := q.Auto[0].Dealt(d), q.Auto[1].Dealt(d)
		if len(one) != 3 || len(two) != 3 {
			t.Fatal("a deal loses options")
		}
		for i := range one {
			if one[i].ID != two[i].ID {
				apart++
				break
			}
		}
		if q.Auto[0].Handle(one[0], d) == q.Auto[1].Handle(one[0], d) {
			t.Fatal("two options have one handle")
		}
	}
	if apart < 25 {
		t.Errorf("the parts are dealt apart in %d of 50 deals", apart)
	}
	for n := range 20 {
		for i, o := range provenance(t).Auto[1].Dealt(deal(n)) {
			if o.ID != []string{"a", "b", "c"}[i] {
				t.Fatal("years are shuffled")
			}
		}
	}
}

func TestLevels(t *testing.T) {
	p := provenance(t).Written()[0]
	for n, want := range map[int]string{-1: "", 0: "no answer or untrue", 2: "explains a value", 3: ""} {
		if got := p.Level(n); got != want {
			t.Errorf("level %d is %q, want %q", n, got, want)
		}
	}
}
