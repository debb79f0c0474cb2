package course_test

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"dossier/internal/course"
	"dossier/internal/quiz"
)

// shipped is the course that the program brings, read once for all tests of the search.
var shipped = sync.OnceValues(func() (*course.Course, error) {
	content, err := course.Open("")
	if err != nil {
		return nil, err
	}
	c, findings := course.Compile(content)
	if errs := course.Errors(findings); len(errs) > 0 {
		return nil, fmt.Errorf("the course does not compile: %v", errs[0])
	}
	return c, nil
})

func builtInCourse(t testing.TB) *course.Course {
	t.Helper()
	c, err := shipped()
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// places lists what was found as "kind:id" or "lesson:id#section", group by group.
func places(f course.Found) (all []string) {
	for _, g := range f.Groups {
		for _, h := range g.Hits {
			to := h.Ref.Kind + ":" + h.Ref.ID
			if h.Ref.Part != "" {
				to += "#" + h.Ref.Part
			}
			all = append(all, to)
		}
	}
	return all
}

// written puts pieces together again, with what was found in brackets.
func written(pieces []course.Piece) string {
	var b strings.Builder
	for _, p := range pieces {
		if p.Found {
			b.WriteString("[" + p.Text + "]")
		} else {
			b.WriteString(p.Text)
		}
	}
	return b.String()
}

func TestSearchFinds(t *testing.T) {
	x := course.NewIndex(builtInCourse(t))
	for _, test := range []struct{ query, want string }{
		// Folding.
		{"KIROV", "person:kirov"},
		{"kírov", "person:kirov"},
		{"Ｋｉｒｏｖ", "person:kirov"},
		{"Киров", "person:kirov"},
		{"Ter-Vaganyan", "person:ter-vaganyan"},
		{"ter vaganyan", "person:ter-vaganyan"},
		{"tervaganyan", "person:ter-vaganyan"},
		{"ter‑vaganyan", "person:ter-vaganyan"},
		{"Kirov's", "person:kirov"},
		{"Kirov’s", "person:kirov"},
		{"kirovs", "lesson:kirov"}, // in "Kirov's"
		// Beginnings, and words in any order.
		{"tuk", "person:tukhachevsky"},
		{"yezhov nikolai", "person:yezhov"},
		{"NKV", "term:nkvd"},
		{"polit", "term:politburo"},
		// The ways to write a Russian name.
		{"Ezhov", "person:yezhov"},
		{"Jezhov", "person:yezhov"},
		{"Ежов", "person:yezhov"},
		{"Ežov", "person:yezhov"},
		{"Tukhachevskii", "person:tukhachevsky"},
		{"tuhachev", "person:tukhachevsky"},
		{"Iosif Stalin", "person:stalin"},
		{"Goltsman", "person:holtzman"},
		{"Khazina", "person:nadezhda-mandelstam"},
		// Dates of events, and numbers.
		{"1 december 1934", "event:kirov-murdered"},
		// The plural finds the singular.
		{"politburos", "term:politburo"},
	} {
		if got := places(x.Find(test.query, 0)); !slices.ContainsFunc(got, func(s string) bool {
			return s == test.want || strings.HasPrefix(s, test.want+"#")
		}) {
			t.Errorf("%q finds %.10q, want %s among them", test.query, got, test.want)
		}
	}
}

// Another spelling leads to every place, not only to the person.
func TestSearchBringsSpellingsTogether(t *testing.T) {
	x := course.NewIndex(builtInCourse(t))
	usual := places(x.Find("yezhov", 0))
	if len(usual) < 10 {
		t.Fatalf("yezhov finds only %q", usual)
	}
	for _, other := range []string{"ezhov", "jezhov", "ежов"} {
		got := places(x.Find(other, 0))
		for _, place := range usual {
			if !slices.Contains(got, place) {
				t.Errorf("%s does not find %s", other, place)
			}
		}
	}
}

func TestSearchAsksForEveryWord(t *testing.T) {
	x := course.NewIndex(builtInCourse(t))
	both := places(x.Find("kirov yagoda", 0))
	kirov, yagoda := places(x.Find("kirov", 0)), places(x.Find("yagoda", 0))
	if len(both) == 0 || len(both) >= len(kirov) {
		t.Errorf("two words find %d places, one finds %d", len(both), len(kirov))
	}
	for _, place := range both {
		if !slices.Contains(kirov, place) || !slices.Contains(yagoda, place) {
			t.Errorf("%s is found for two words and not for each", place)
		}
	}
	if got := places(x.Find("kirov zzyzx", 0)); len(got) > 0 {
		t.Errorf("a word that is nowhere finds %q", got)
	}
}

func TestSearchRanks(t *testing.T) {
	x := course.NewIndex(builtInCourse(t))
	for _, test := range []struct{ query, kind, want string }{
		{"kirov", "person", "person:kirov"},
		{"kirov", "lesson", "lesson:kirov"},
		{"show trial", "term", "term:show-trial"},
		{"orlov", "person", "person:orlov"},
	} {
		for _, g := range x.Find(test.query, 0).Groups {
			if first := places(course.Found{Groups: []course.Group{g}})[0]; g.Kind == test.kind && first != test.want {
				t.Errorf("%q: the first %s is %s, want %s", test.query, g.Kind, first, test.want)
			}
		}
	}
	// Equally good places stand in the order of the lessons.
	c := builtInCourse(t)
	number := map[string]int{}
	for _, l := range c.Lessons {
		number[l.ID] = l.Number
	}
	for _, g := range x.Find("confession", 0).Groups {
		if g.Kind != "lesson" {
			continue
		}
		last, texts := 0, 0
		for _, h := range g.Hits {
			if strings.Contains(written(h.Name), "[") {
				if texts > 0 {
					t.Errorf("%s has it in its name and stands behind texts", written(h.Name))
				}
				continue
			}
			texts++
			if number[h.Ref.ID] < last {
				t.Errorf("lesson %d stands behind lesson %d", number[h.Ref.ID], last)
			}
			last = number[h.Ref.ID]
		}
		if texts < 3 {
			t.Errorf("only %d texts have a confession", texts)
		}
	}
}

func TestSearchLimitsEachGroupAndCountsAll(t *testing.T) {
	x := course.NewIndex(builtInCourse(t))
	all := x.Find("stalin", 0)
	for i, g := range x.Find("stalin", 2).Groups {
		if len(g.Hits) != min(2, g.Total) || g.Total != len(all.Groups[i].Hits) {
			t.Errorf("%s: %d hits of %d, all are %d", g.Kind, len(g.Hits), g.Total, len(all.Groups[i].Hits))
		}
	}
}

func TestSearchShowsWhereTheWordsStand(t *testing.T) {
	f := minimal(t)
	f.replace(t, glossary, "meaning: The police.", `meaning: "`+
		strings.Repeat("Much is said about other things here. ", 9)+
		`Then the show-trial of Stalin's men <b> & others began. `+strings.Repeat("More is said later on. ", 9)+`"`)
	c, findings := course.Compile(f.content())
	if len(findings) > 0 {
		t.Fatal(findings)
	}
	x := course.NewIndex(c)
	for _, test := range []struct{ query, want string }{
		{"show trial stalin", "the [show-trial] of [Stalin's] men <b> & others began."},
		{"show-trial", "the [show-trial] of Stalin's men"},
		{"showtrial", "the [show-trial] of Stalin's men"},
		{"beg", "others [began]."},
	} {
		found := x.Find(test.query, 0)
		if len(found.Groups) != 1 || len(found.Groups[0].Hits) != 1 {
			t.Fatalf("%q finds %q", test.query, places(found))
		}
		got := written(found.Groups[0].Hits[0].Excerpt)
		if !strings.Contains(got, test.want) || !strings.HasPrefix(got, "… ") || !strings.HasSuffix(got, " …") {
			t.Errorf("%q shows %q, want %q between ellipses", test.query, got, test.want)
		}
		if len(got) > 240 {
			t.Errorf("%q shows %d bytes", test.query, len(got))
		}
	}
}

func TestSearchIsPoliteToOddQueries(t *testing.T) {
	x := course.NewIndex(builtInCourse(t))
	for query, want := range map[string]course.Found{
		"": {Short: true}, "ki": {Short: true}, "a b": {Short: true}, " \t\x01\x02 ": {Short: true}, "🙂🙂🙂🙂": {Short: true},
		"'''---...": {Short: true}, "-": {Short: true}, "́́́": {Short: true}, "\xff\xfe": {Short: true},
		strings.Repeat("kirov ", 300): {Long: true}, strings.Repeat("x", 201): {Long: true},
	} {
		if got := x.Find(query, 0); got.Short != want.Short || got.Long != want.Long || len(got.Groups) > 0 {
			t.Errorf("%.20q: got short %v, long %v, %d groups", query, got.Short, got.Long, len(got.Groups))
		}
	}
	for _, query := range []string{
		"kirov 🙂", "\x01kirov\x7f", "kirov -", "-kirov", "kirov-", "'kirov'", "“kirov”", "kirov kirov KIROV",
	} {
		if got := places(x.Find(query, 0)); !slices.Contains(got, "person:kirov") {
			t.Errorf("%q does not find Kirov: %.5q", query, got)
		}
	}
}

// The words of a text that lies on a bench without its writer's name do not lead to the writer.
func TestSearchKeepsBlindTextsBlind(t *testing.T) {
	c := builtInCourse(t)
	x := course.NewIndex(c)
	tried := 0
	for _, b := range c.Benches {
		for _, text := range b.Texts {
			if text.Blind == "" {
				continue
			}
			words := strings.Fields(text.Blind)
			for i := range words {
				phrase := strings.Join(words[i:min(i+3, len(words))], " ")
				tried++
				shown := text.Source.Title + " " + text.Source.Creator + " " + text.Source.Kind + " " + text.Source.Who + " " +
					text.Source.Date.Words()
				for _, place := range places(x.Find(phrase, 0)) {
					if place == "source:"+text.Source.ID && !begins(shown, phrase) {
						t.Errorf("bench %s: %q names %s", b.ID, phrase, place)
					}
				}
			}
		}
	}
	if tried < 100 {
		t.Errorf("only %d phrases of blind texts were looked for", tried)
	}
}

// begins tells whether every word of a phrase is the beginning of a word of a text.
func begins(text, phrase string) bool {
	for _, want := range quiz.PlainWords(phrase) {
		if !slices.ContainsFunc(quiz.PlainWords(text), func(w string) bool { return strings.HasPrefix(w, want) }) {
			return false
		}
	}
	return true
}

func BenchmarkSearch(b *testing.B) {
	c := builtInCourse(b)
	x := course.NewIndex(c)
	for _, query := range []string{"kirov", "sta", "show trial confession", "the of and in to a was", "nowhere"} {
		b.Run(fmt.Sprintf("%.12s", query), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				x.Find(query, 5)
			}
		})
	}
	b.Run("index", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			course.NewIndex(c)
		}
	})
}
