package essay_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"dossier/internal/essay"
)

var stock = []essay.Stock{
	{ID: "biased", Phrases: []string{"is biased", "isn't neutral", "biased"},
		Unless: []string{"because", "so", "in favour of"}, Before: []string{"although", "it is easy to say"},
		Ask: "Biased in which direction?"},
	{ID: "obvious", Phrases: []string{"obviously"}, Ask: "How do you know?"},
	{ID: "empty", Phrases: []string{"", " ", "?"}, Unless: []string{""}, Before: []string{""}, Ask: "Never on nothing."},
}

func TestNudges(t *testing.T) {
	rules := stock[:2]
	biased := func(quote string) essay.Nudge {
		return essay.Nudge{Rule: "biased", Quote: quote, Ask: "Biased in which direction?"}
	}
	obvious := func(quote string) essay.Nudge {
		return essay.Nudge{Rule: "obvious", Quote: quote, Ask: "How do you know?"}
	}
	long := strings.Repeat("word ", 30)
	for _, test := range []struct {
		name, text string
		want       []essay.Nudge
	}{
		{"nothing", "", nil},
		{"caught", "The paper is biased.", []essay.Nudge{biased("The paper is biased.")}},
		{"without a full stop", "  the paper is biased ", []essay.Nudge{biased("the paper is biased")}},
		{"capitals and white space", "The paper IS\n biased!", []essay.Nudge{biased("The paper IS\n biased!")}},
		{"typographic apostrophe", "It isn’t neutral.", []essay.Nudge{biased("It isn’t neutral.")}},
		{"straight apostrophe", "It isn't neutral.", []essay.Nudge{biased("It isn't neutral.")}},
		{"excused later", "It is biased because it wants an ally.", nil},
		{"excused after a comma", "It is biased, so I trust it less.", nil},
		{"excused in other letters", "It is biased IN  FAVOUR\nOF the court.", nil},
		{"an excuse must come later", "Because it is biased.", []essay.Nudge{biased("Because it is biased.")}},
		{"an excuse in the next sentence", "It is biased. Because of Hitler.", []essay.Nudge{biased("It is biased.")}},
		{"an excuse as part of a word", "It is biased in a so-called trial, or sofar.",
			[]essay.Nudge{biased("It is biased in a so-called trial, or sofar.")}},
		{"excused before", "Although it is biased, it was right.", nil},
		{"excused before, out of order", "It is biased although right.",
			[]essay.Nudge{biased("It is biased although right.")}},
		{"the second place is not excused", "It is biased because of Hitler. Trotsky is biased.",
			[]essay.Nudge{biased("Trotsky is biased.")}},
		{"the first place only", "One is biased. Two is biased.", []essay.Nudge{biased("One is biased.")}},
		{"part of a word", "It is biasedly told and un-biased.", nil},
		{"a dash is no hyphen", "He is biased—obviously—and wrong.",
			[]essay.Nudge{biased("He is biased—obviously—and wrong."), obvious("He is biased—obviously—and wrong.")}},
		{"in the order of the text", "Obviously. It is biased.",
			[]essay.Nudge{obvious("Obviously."), biased("It is biased.")}},
		{"quoted", "He says “it is biased” and \"obviously\".", nil},
		{"quoted before it", "He says “because” and is biased “in favour of” him.",
			[]essay.Nudge{biased("He says “because” and is biased “in favour of” him.")}},
		{"round a quotation", "It is “very” biased", []essay.Nudge{biased("It is “very” biased")}},
		{"a mark never closed", "“It is biased.", []essay.Nudge{biased("“It is biased.")}},
		{"sentence ends in the quotation", "He says “It was a sham.” It is biased. Because!",
			[]essay.Nudge{biased("It is biased.")}},
		{"sentence goes on after the quotation", "It is biased: “It was a sham. All of it.” he says because he knew.", nil},
		{"shortened words", "Mr. Pritt is biased, e.g. because of J. V. Stalin.", nil},
		{"a number of evidence", "It is biased.[1] Because of Hitler.", []essay.Nudge{biased("It is biased.[1]")}},
		{"three dots", "It is biased... because of Hitler.", nil},
		{"three dots and a capital", "It is biased… Because of Hitler.", []essay.Nudge{biased("It is biased…")}},
		{"a new paragraph", "It is biased\r\n\r\nbecause of Hitler.", []essay.Nudge{biased("It is biased")}},
		{"a long sentence", "It is biased " + long + ".",
			[]essay.Nudge{biased("It is biased " + strings.TrimSpace(long[:105]) + "…")}},
		{"late in a long sentence", long + "is biased " + long,
			[]essay.Nudge{biased("…is biased " + strings.TrimSpace(long[:105]) + "…")}},
		{"an endless word", "Obviously" + strings.Repeat("-a", 100), nil},
		{"obviously and an endless word", "Obviously " + strings.Repeat("a", 200),
			[]essay.Nudge{obvious("Obviously " + strings.Repeat("a", 109) + "…")}},
		{"at the end of a long sentence", long + "is biased.", []essay.Nudge{biased("…is biased.")}},
	} {
		if got := essay.Nudges(rules, test.text); !slices.Equal(got, test.want) {
			t.Errorf("%s:\n got %q\nwant %q", test.name, got, test.want)
		}
	}
	if got := essay.Nudges(nil, "It is biased."); got != nil {
		t.Errorf("no rules: %v", got)
	}
}

func FuzzNudges(f *testing.F) {
	for _, seed := range []string{"", "It is biased.", "“is biased” \"is biased",
		"It isn’t neutral… Mr. J. is biased.[1]\n\nso", "\xffis\xfe biased\u00ad",
		"İs biased is biased is biased because", "?! ? “.” .\"A"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		seen := map[string]bool{}
		for _, nudge := range essay.Nudges(stock, text) {
			if seen[nudge.Rule] {
				t.Fatalf("%q: rule %s twice", text, nudge.Rule)
			}
			seen[nudge.Rule] = true
			if n := utf8.RuneCountInString(nudge.Quote); n == 0 || n > 120 {
				t.Fatalf("%q: quote of %d characters", text, n)
			}
			if typed := strings.TrimSuffix(strings.TrimPrefix(nudge.Quote, "…"), "…"); utf8.ValidString(text) &&
				!strings.Contains(text, typed) {
				t.Fatalf("%q: quote %q was not typed", text, nudge.Quote)
			}
		}
	})
}

// mean are texts of somebody who means ill: a short piece again and again, as long as any text may be and longer.
func mean(length int) map[string]string {
	texts := map[string]string{}
	for _, unit := range []string{
		"a ", "is biased ", "so is biased so ", ". ", "...", "“", `"`, `"a" `, "“a.” ",
		"…", "\n", "J.", ".”", "[1]", ".[1]", "'",
		"é", "\xff", "\u00ad",
	} {
		texts[unit] = strings.Repeat(unit, length/len(unit))
	}
	return texts
}

// readAll reads a text in every way in which the bench reads one.
func readAll(text string) {
	quoted := []string{text[:len(text)/10]}
	essay.Nudges(stock, text)
	essay.Notes(text, essay.Brief{Min: 1, Names: [2][]string{{"a"}, {"b"}}, Quotes: quoted})
	essay.Cut(text, picks, quoted)
}

// Ten times the text takes ten times as long, not a hundred times: where the time grew with the square, this test
// would not come to an end before its binary is stopped. BenchmarkReading says how long it takes.
func TestTextsOfAnyMakeAreRead(t *testing.T) {
	for _, text := range mean(200_000) {
		readAll(text)
	}
}

func BenchmarkReading(b *testing.B) {
	for _, length := range []int{20_000, 200_000} {
		for unit, text := range mean(length) {
			b.Run(fmt.Sprintf("%q/%d", unit, length), func(b *testing.B) {
				b.SetBytes(int64(len(text)))
				for b.Loop() {
					readAll(text)
				}
			})
		}
	}
}
