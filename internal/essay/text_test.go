package essay_test

import (
	"slices"
	"strings"
	"testing"

	"dossier/internal/essay"
)

func TestWordsOfAText(t *testing.T) {
	for text, want := range map[string]int{
		"":                                    0,
		" \n\t":                               0,
		"– … ?":                               0,
		"one":                                 1,
		"It doesn't say so-called — why?":     5,
		"Они все умерли":                      3,
		"in 1936, 16 men":                     4,
		"futile [1] to think[2]. [3]":         3,
		"no\u00a0break and  two\r\n\r\nlines": 5,
	} {
		if got := essay.Words(text); got != want {
			t.Errorf("%q: got %d, want %d", text, got, want)
		}
	}
}

func TestHolds(t *testing.T) {
	const text = "The paper calls it “futile to think the trial was staged”.\r\nTrotsky wasn’t in the court – he was " +
		"in Norway… He had  every\nmotive."
	for _, test := range []struct {
		sentence string
		want     bool
	}{
		{"The paper calls it “futile to think the trial was staged”.", true},
		{`the paper calls it "futile to think the trial was staged".`, true},
		{"Trotsky wasn't in the court - he was in Norway... He", true},
		{"Trotsky wasn’t in the court — he", true},
		{"  he had every motive. ", true},
		{"staged”. Trotsky", true},
		{"", false},
		{" \n", false},
		{".", false},
		{"otsky wasn't", false},
		{"he had every mot", false},
		{"Trotsky was in the court", false},
	} {
		if got := essay.Holds(text, test.sentence); got != test.want {
			t.Errorf("%q: got %v, want %v", test.sentence, got, test.want)
		}
	}
	if essay.Holds("", "word") {
		t.Error("an empty text holds a word")
	}
}

var picks = []essay.Pick{{Number: 1, Phrase: "o1", Source: "paper", Quote: "futile to think"},
	{Number: 12, Phrase: "t1", Source: "exile"}}

var sources = []string{
	"It is futile to think the trial was staged and the charges trumped up. Nobody doubts it.",
	"Why did they confess? The prisoner’s will was broken – it took months.",
}

func TestCut(t *testing.T) {
	text := func(s string) essay.Piece { return essay.Piece{Text: s} }
	quote := func(s string) essay.Piece { return essay.Piece{Text: s, Quotes: true} }
	cite := func(s string, n int) essay.Piece { return essay.Piece{Text: s, Cites: n} }
	for _, test := range []struct {
		name, text string
		want       []essay.Piece
	}{
		{"nothing", "", nil},
		{"plain", "No quotation.", []essay.Piece{text("No quotation.")}},
		{"citation", "So it says [1].", []essay.Piece{text("So it says "), cite("[1]", 1), text(".")}},
		{"two side by side", "[1][12]", []essay.Piece{cite("[1]", 1), cite("[12]", 12)}},
		{"no pick", "[2] and [1936] and [0] and [] and [x]", []essay.Piece{text("[2] and [1936] and [0] and [] and [x]")}},
		{"quotation", "It calls it “Futile to  think” [1].",
			[]essay.Piece{text("It calls it “"), quote("Futile to  think"), text("” "), cite("[1]", 1), text(".")}},
		{"straight marks", `a "was staged" b`, []essay.Piece{text(`a "`), quote("was staged"), text(`" b`)}},
		{"other apostrophe and dash", `"the prisoner's will was broken - it took"`,
			[]essay.Piece{text(`"`), quote("the prisoner's will was broken - it took"), text(`"`)}},
		{"full stop inside", "“was staged.”", []essay.Piece{text("“"), quote("was staged."), text("”")}},
		{"words left out", "“It is futile … was staged”",
			[]essay.Piece{text("“"), quote("It is futile … was staged"), text("”")}},
		{"words put in", "“futile to think the trial [in Moscow] was staged”",
			[]essay.Piece{text("“"), quote("futile to think the trial [in Moscow] was staged"), text("”")}},
		{"left out in another order", "“was staged … It is futile”", []essay.Piece{text("“was staged … It is futile”")}},
		{"left out over two sources", "“It is futile … it took months”",
			[]essay.Piece{text("“It is futile … it took months”")}},
		{"only dots", "“… …”", []essay.Piece{text("“… …”")}},
		{"one word", "“futile”", []essay.Piece{text("“futile”")}},
		{"half a word", "“is futil”", []essay.Piece{text("“is futil”")}},
		{"in no source", "“they all lied”", []essay.Piece{text("“they all lied”")}},
		{"no marks", "futile to think", []essay.Piece{text("futile to think")}},
		{"never closed", "“futile to think", []essay.Piece{text("“futile to think")}},
		{"forgotten mark before", "“one and “futile to think” x",
			[]essay.Piece{text("“one and “"), quote("futile to think"), text("” x")}},
		{"forgotten straight mark before", `"one and "futile to think" x`,
			[]essay.Piece{text(`"one and "`), quote("futile to think"), text(`" x`)}},
		{"over an empty line", "“futile to\n\nthink”", []essay.Piece{text("“futile to\n\nthink”")}},
		{"citation inside", "“futile [1] to think”",
			[]essay.Piece{text("“"), quote("futile "), cite("[1]", 1), quote(" to think"), text("”")}},
		{"low mark", "„futile to think“", []essay.Piece{text("„"), quote("futile to think"), text("“")}},
	} {
		if got := essay.Cut(test.text, picks, sources); !slices.Equal(got, test.want) {
			t.Errorf("%s:\n got %+v\nwant %+v", test.name, got, test.want)
		}
	}
}

func FuzzCut(f *testing.F) {
	for _, seed := range []string{"", "“futile to think” [1]", `"was staged" [12] "`, "„a“ “b” \"c\" [",
		"\xff“\xfe was staged”[1]", "“futile … staged”\n\n\"It is futile\"", "\u00ad“\u200bIt İs futile”"} {
		f.Add(seed, "It is futile to think the trial was staged.")
	}
	f.Fuzz(func(t *testing.T, text, source string) {
		var whole strings.Builder
		for _, piece := range essay.Cut(text, picks, []string{source}) {
			if piece.Text == "" || piece.Quotes && piece.Cites != 0 {
				t.Fatalf("%q: piece %+v", text, piece)
			}
			whole.WriteString(piece.Text)
		}
		if got := whole.String(); got != text {
			t.Fatalf("got %q, want %q", got, text)
		}
		essay.Notes(text, essay.Brief{Min: 3, Max: 5, Names: [2][]string{{source}, {text}}, Quotes: []string{source},
			Picks: picks})
		essay.Holds(text, source)
	})
}

func TestNotes(t *testing.T) {
	brief := essay.Brief{Min: 5, Max: 12, Names: [2][]string{{"The Observer", "Observer", "the paper"}, {"Trotsky"}},
		Quotes: sources, Picks: picks}
	const (
		noObserver = "Your text does not name The Observer yet."
		noTrotsky  = "Your text does not name Trotsky yet."
	)
	for _, test := range []struct {
		name, text string
		brief      essay.Brief
		want       []string
	}{
		{"nothing to say", "The OBSERVER’s view and Trotsky's view differ [1].", brief, nil},
		{"empty", "", brief, []string{"Your text has 0 words. At least 5 are asked for.", noObserver, noTrotsky}},
		{"one word", "Trotsky", brief, []string{"Your text has 1 word. At least 5 are asked for.", noObserver}},
		{"at the limits", "Trotsky and the paper differ", brief, nil},
		{"at the upper limit", "Trotsky and the paper differ and that is all I can say", brief, nil},
		{"too long", "Trotsky and the paper differ and that is all I can say now", brief,
			[]string{"Your text has 13 words. At most 12 are asked for."}},
		{"no part of a word names", "The observers saw a Trotskyist in Moscow.", brief, []string{noObserver, noTrotsky}},
		{"quoted and in a source", "Trotsky and the Observer: “futile to think the trial”", brief, nil},
		{"quoted and in none", "Trotsky and the paper: “they all  told lies”", brief,
			[]string{"These words stand between quotation marks but in none of the sources: “they all told lies”. Check " +
				"them, or leave the marks out."}},
		{"three words may be a title", "Trotsky and the paper on “The Great Terror”", brief, nil},
		{"citation of nothing, said once", "Trotsky and the paper differ [2] [2] [12] [0]", brief,
			[]string{"[2] points to nothing: you have picked no words with this number.",
				"[0] points to nothing: you have picked no words with this number."}},
		{"a year is no citation", "Trotsky and the paper differ [1936]", brief, nil},
		{"nothing asked", "“Words of nobody at all”", essay.Brief{}, nil},
	} {
		if got := essay.Notes(test.text, test.brief); !slices.Equal(got, test.want) {
			t.Errorf("%s:\n got %q\nwant %q", test.name, got, test.want)
		}
	}
}
