package quiz_test

import (
	"fmt"
	"strings"
	"testing"

	"dossier/internal/quiz"
)

func TestEvidenceHighlightGrade(t *testing.T) {
	one := evidence(t)
	one.MaxPick = 1
	three := evidence(t)
	three.MaxPick = 4
	for _, tc := range []struct {
		name   string
		q      *quiz.EvidenceHighlight
		chosen []string
		want   float64 // of the passages alone
	}{
		{"both keys", evidence(t), []string{"s1", "s2"}, 1},
		{"one key of two", evidence(t), []string{"s1"}, 0.5},
		{"a key and a near one", evidence(t), []string{"s1", "s3"}, 0.75},
		{"a key and a trap", evidence(t), []string{"s2", "s5"}, 0.25},
		{"a key and a neutral one", evidence(t), []string{"s2", "s4"}, 0.25},
		{"near alone", evidence(t), []string{"s3"}, 0.25},
		{"trap alone", evidence(t), []string{"s5"}, 0},
		{"wrong ones", evidence(t), []string{"s4", "s5"}, 0},
		{"nothing", evidence(t), nil, 0},
		{"unknown", evidence(t), []string{"x", "w1"}, 0},
		{"the same twice", evidence(t), []string{"s1", "s1"}, 0.5},
		{"one key where one is wanted", one, []string{"s1"}, 1},
		{"both where one is wanted", one, []string{"s1", "s2"}, 1},
		{"near where one is wanted", one, []string{"s3"}, 0.5},
		{"more picks than keys", three, []string{"s1", "s2", "s3", "s4"}, 1},
		{"everything", three, []string{"s1", "s2", "s3", "s4", "s5"}, 0.75},
	} {
		for reason, share := range map[string]float64{"w1": 0.3, "w2": 0, "": 0} {
			if got := tc.q.Grade(quiz.Answer{"a": tc.chosen, "because": {reason}}).Score; !near(got, 0.7*tc.want+share) {
				t.Errorf("%s because %q: %v, want %v", tc.name, reason, got, 0.7*tc.want+share)
			}
		}
		plain := *tc.q
		plain.Because = nil
		if got := plain.Grade(quiz.Answer{"a": tc.chosen}).Score; !near(got, tc.want) {
			t.Errorf("%s: %v, want %v", tc.name, got, tc.want)
		}
	}
}

func TestEvidenceHighlightLines(t *testing.T) {
	g := evidence(t).Grade(quiz.Answer{"a": {"s1", "s3"}, "because": {"w2"}})
	for i, want := range []struct {
		mark   quiz.Mark
		says   string
		chosen bool
	}{
		{quiz.Right, "shows it", true}, {quiz.Missed, "shows it", false}, {quiz.Near, "comes close", true},
		{quiz.Rest, "does not show it", false},
		{quiz.Rest, "seems to show it and does not", false}, {quiz.Missed, "", false}, {quiz.Wrong, "", true},
		{quiz.Rest, "", false},
	} {
		l := g.Lines[i]
		if l.Mark != want.mark || l.Expected != want.says || l.Chosen != want.chosen {
			t.Errorf("line %d is %+v, want %+v", i, l, want)
		}
		if reason := i > 4; (l.Group == "Why do these words show it?") != reason {
			t.Errorf("line %d stands under %q", i, l.Group)
		}
	}
	want := "will not hear of a play; the case is a real one; because: they name a witness who was there"
	if g.Given != want {
		t.Errorf("given %q, want %q", g.Given, want)
	}
}

func TestQuotationGrade(t *testing.T) {
	q := quotation(t) // the key has six words: fifteen are the most
	more := "The paper will not hear of a play. It calls it “futile to think the"
	for _, tc := range []struct {
		text string
		want float64
		mark quiz.Mark
	}{
		{"will not hear of a play", 1, quiz.Right},
		{"  WILL not   hear of a Play. ", 1, quiz.Right},
		{more, 1, quiz.Right},
		{more + " trial", 0.5, quiz.Near},
		{observerWords, 0.5, quiz.Near},
		{"not hear of a play", 0, quiz.Wrong},
		{"offers no reasons", 0, quiz.Wrong},
		{"xwill not hear of a play", 0, quiz.Wrong},
	} {
		g := q.Grade(quiz.Answer{"quote": {tc.text}})
		if !near(g.Score, tc.want) || g.Lines[0].Mark != tc.mark || g.Lines[0].ID != "quote" {
			t.Errorf("%q: %v, %+v, want %v", tc.text, g.Score, g.Lines[0], tc.want)
		}
	}
	if g := q.Grade(nil); g.Score != 0 || len(g.Lines) != 3 || g.Lines[0].Mark != quiz.Missed {
		t.Errorf("no answer: %+v", g)
	}
	tooMuch := "you copied 16 words and 6 would do"
	if g := q.Grade(quiz.Answer{"quote": {more + " trial"}}); !strings.Contains(g.Lines[0].Feedback, tooMuch) {
		t.Errorf("feedback %q", g.Lines[0].Feedback)
	}
	// A passage that comes close earns half, as it does when it is ticked.
	close := quotation(t)
	close.Segments[1].Role = "near"
	if g := close.Grade(quiz.Answer{"quote": {close.Segments[1].Quote}}); !near(g.Score, 0.5) ||
		g.Lines[0].Mark != quiz.Near {
		t.Errorf("a passage that comes close: %v, %+v", g.Score, g.Lines[0])
	}
	// A second key that fits makes up for a first one that is quoted at too much length.
	q.Segments[1].Role, q.Segments[1].Quote = "key", "The paper will not hear of a play. It calls it"
	if g := q.Grade(quiz.Answer{"quote": {more + " trial"}}); !near(g.Score, 1) || g.Lines[0].Mark != quiz.Right {
		t.Errorf("two keys: %v, %+v", g.Score, g.Lines[0])
	}
}

func TestEvidenceHighlightParse(t *testing.T) {
	q, d := evidence(t), deal(3)
	exact := evidence(t)
	exact.MinPick = 2
	var hundred []string
	for range 100 {
		hundred = append(hundred, "[s1]")
	}
	pick := func(problem string) quiz.Problem { return quiz.Problem{Field: "a", Message: problem} }
	reason := quiz.Problem{Field: "because", Message: "Choose a reason."}
	for _, tc := range []struct {
		name   string
		q      *quiz.EvidenceHighlight
		form   quiz.Form
		want   []quiz.Problem
		answer string
	}{
		{"two", q, quiz.Form{"a": {"[s3]", "[s1]"}, "because": {"[w1]"}}, nil, "[s1 s3]"},
		{"sent twice", q, quiz.Form{"a": {"[s3]", "[s3]"}, "because": {"[w1]"}}, nil, "[s3]"},
		{"a hundred times", q, quiz.Form{"a": hundred, "because": {"[w1]", "[w2]"}}, nil, "[s1]"},
		{"empty", q, nil, []quiz.Problem{pick("Choose at least one passage."), reason}, ""},
		{
			"too many", q, quiz.Form{"a": {"[s1]", "[s2]", "[s3]"}, "because": {"[w1]"}},
			[]quiz.Problem{pick("Choose at most two passages. You chose three.")}, "",
		},
		{
			"too few", exact, quiz.Form{"a": {"[s1]"}, "because": {"[w1]"}},
			[]quiz.Problem{pick("Choose exactly two passages. You chose one.")}, "",
		},
		{
			"an authoring id", q, quiz.Form{"a": {"s1"}, "because": {"w1"}},
			[]quiz.Problem{pick("Choose from the words that are marked here."), reason}, "",
		},
		{
			"handles of the other list", q, quiz.Form{"a": {"[w1]"}, "because": {"[s1]"}},
			[]quiz.Problem{pick("Choose from the words that are marked here."), reason}, "",
		},
		{
			"a foreign handle", q, quiz.Form{"a": {deal(4).Handle("s1")}, "because": {"[w1]"}},
			[]quiz.Problem{pick("Choose from the words that are marked here.")}, "",
		},
	} {
		t.Run(tc.name, func(t *testing.T) {
			a, ps := tc.q.Parse(handled(d, tc.form), d)
			wantProblems(t, ps, tc.want...)
			if len(tc.want) == 0 && (fmt.Sprint(a["a"]) != tc.answer || a.Value("because") != "w1") {
				t.Errorf("answer %q, want %s", a, tc.answer)
			}
			if len(tc.want) > 0 && a != nil {
				t.Errorf("an answer with problems: %q", a)
			}
		})
	}
}

func TestQuotationParse(t *testing.T) {
	foreign := "These words are not in the source. Copy them exactly."
	empty := "Copy the words from the source into the box."
	for text, problem := range map[string]string{
		"“Will not  hear of a PLAY.”":                     "",
		"calls it \"futile to think the trial was staged": "",
		"no reasons - none":                               "",
		"offers no\nreasons":                              "",
		"":                                                empty,
		" “…” ":                                           empty,
		"\u200b\x00":                                      empty,
		"hear of a pla":                                   foreign,
		"it is a play":                                    foreign,
		"a play … the extract":                            foreign,
		strings.Repeat("word ", 500):                      "This is too long. Copy only the words that show it.",
	} {
		a, ps := quotation(t).Parse(quiz.Form{"quote": {text}}, deal(1))
		if problem == "" {
			wantProblems(t, ps)
			if a.Value("quote") == "" {
				t.Errorf("%q is no answer", text)
			}
			continue
		}
		wantProblems(t, ps, quiz.Problem{Field: "quote", Message: problem})
	}
	// A source that is not in the course any more cannot refuse an answer.
	q := quotation(t)
	q.SetSources([]quiz.SourceText{{}})
	if _, ps := q.Parse(quiz.Form{"quote": {"any words"}}, deal(1)); len(ps) > 0 {
		t.Errorf("without the source: %v", ps)
	}
}

func TestEvidenceHighlightGuessScore(t *testing.T) {
	q := evidence(t)
	q.Because = nil
	// Five single picks score 0.5, 0.5, 0.25, 0, 0; of ten pairs one scores 1, two 0.75, four 0.25 and the two with near
	// and nothing 0.
	if got, want := q.GuessScore(), (1.25+1+1.5+1)/15; !near(got, want) {
		t.Errorf("guess score %v, want %v", got, want)
	}
	if got, want := evidence(t).GuessScore(), 0.7*4.75/15+0.1; !near(got, want) {
		t.Errorf("guess score with a reason %v, want %v", got, want)
	}
	if got := quotation(t).GuessScore(); got != 0 {
		t.Errorf("guess score of a quotation %v", got)
	}
}
