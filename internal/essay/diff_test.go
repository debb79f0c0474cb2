package essay_test

import (
	"fmt"
	"math/rand/v2"
	"runtime"
	"slices"
	"strings"
	"testing"

	"dossier/internal/essay"
)

func TestDiff(t *testing.T) {
	same := func(s string) essay.Change { return essay.Change{Op: essay.Same, Text: s} }
	added := func(s string) essay.Change { return essay.Change{Op: essay.Added, Text: s} }
	removed := func(s string) essay.Change { return essay.Change{Op: essay.Removed, Text: s} }
	for _, test := range []struct {
		name, old, new string
		want           []essay.Change
	}{
		{"nothing", "", "", nil},
		{"the same", "One. Two.", "One. Two.", []essay.Change{same("One. Two.")}},
		{"all new", "", "One two.", []essay.Change{added("One two.")}},
		{"all gone", "One two.", "", []essay.Change{removed("One two.")}},
		{"a sentence at the end", "One.", "One. Two.", []essay.Change{same("One."), added(" Two.")}},
		{"a sentence between", "One. Three.", "One. Two. Three.",
			[]essay.Change{same("One. "), added("Two. "), same("Three.")}},
		{"a sentence gone", "One. Two. Three.", "One. Three.",
			[]essay.Change{same("One. "), removed("Two. "), same("Three.")}},
		{"a word", "He was guilty.", "He was innocent.",
			[]essay.Change{same("He was "), removed("guilty."), added("innocent.")}},
		{"a word put in", "He was guilty.", "He was not guilty.",
			[]essay.Change{same("He was "), added("not "), same("guilty.")}},
		{"words side by side are one change", "He was very old there.", "He was too young there.",
			[]essay.Change{same("He was "), removed("very old"), added("too young"), same(" there.")}},
		{"sentences side by side are one change", "A one. B one. C.", "D two. E two. C.",
			[]essay.Change{removed("A one. B one."), added("D two. E two."), same(" C.")}},
		{"a sentence written anew keeps no stray words", "Kept. All it had was the men in court.",
			"Kept. In Mexico he had known the men.", []essay.Change{same("Kept. "), removed("All it had was the men in court."),
				added("In Mexico he had known the men.")}},
		{"a sentence cut short is no new one", "He was in court, and so were they all, on both days.", "He was in court.",
			[]essay.Change{same("He was in "), removed("court, and so were they all, on both days."), added("court.")}},
		{"capitals are a change", "the Court", "the court", []essay.Change{same("the "), removed("Court"), added("court")}},
		{"white space is kept", "a  b\r\nc", "a  b\nc",
			[]essay.Change{same("a  b"), removed("\r\n"), added("\n"), same("c")}},
	} {
		if got := essay.Diff(test.old, test.new); !slices.Equal(got, test.want) {
			t.Errorf("%s:\n got %+v\nwant %+v", test.name, got, test.want)
		}
	}
}

// whole puts the changes together again, and fails where two of one kind stand side by side or one is empty.
func whole(t *testing.T, changes []essay.Change) (old, new string) {
	t.Helper()
	for i, c := range changes {
		if c.Text == "" || i > 0 && changes[i-1].Op == c.Op || i > 0 && changes[i-1].Op == essay.Added &&
			c.Op == essay.Removed {
			t.Fatalf("change %d of %+v", i, changes)
		}
		if c.Op != essay.Added {
			old += c.Text
		}
		if c.Op != essay.Removed {
			new += c.Text
		}
	}
	return old, new
}

func checkDiff(t *testing.T, old, new string) {
	t.Helper()
	gotOld, gotNew := whole(t, essay.Diff(old, new))
	if gotOld != old || gotNew != new {
		t.Fatalf("got %q and %q, want %q and %q", gotOld, gotNew, old, new)
	}
}

func FuzzDiff(f *testing.F) {
	f.Add("", "a")
	f.Add("One. Two. Three.", "One. Four five.\n\nThree.")
	f.Add("a b a b c", " b a  c a b")
	f.Add("\xff a “b. c” d", "\xff “b. c”\xfe d")
	f.Fuzz(checkDiff)
}

func TestDiffLosesNothing(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	text := func() string {
		var b strings.Builder
		for range random.IntN(40) {
			b.WriteString([]string{"a", "b", "c", "d.", "e!", " ", " ", " ", "\n", "\n\n", "“f", "g”"}[random.IntN(12)])
		}
		return b.String()
	}
	for range 20_000 {
		checkDiff(t, text(), text())
	}
}

// mostMemory is what a diff may use in bytes, however long and different the texts are. Every step that it looks at
// is kept for the way back, so that this bounds the steps, and with them the time.
const mostMemory = 100 << 20

func TestDiffOfLongTexts(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 4))
	prose := func(words, every int) []string {
		list := make([]string, words)
		for i := range list {
			list[i] = fmt.Sprintf("w%d", random.IntN(2000))
			if every > 0 && i%every == every-1 {
				list[i] += "."
			}
		}
		return list
	}
	changed := func(list []string, share float64) []string {
		list = slices.Clone(list)
		for i := range list {
			if random.Float64() < share {
				list[i] = "changed"
			}
		}
		return list
	}
	const words = 10_000
	sentences, endless, short := prose(words, 15), prose(words, 0), prose(words, 1)
	for _, test := range []struct {
		name     string
		old, new []string
	}{
		{"a few words", sentences, changed(sentences, 0.01)},
		{"each sentence", sentences, changed(sentences, 0.2)},
		{"nearly all", sentences, changed(sentences, 0.9)},
		{"all", sentences, prose(words, 15)},
		{"one endless sentence, a few words", endless, changed(endless, 0.01)},
		{"one endless sentence, many words", endless, changed(endless, 0.3)},
		{"two endless sentences", endless, prose(words, 0)},
		{"sentences of one word", short, changed(short, 0.5)},
		{"many endless paragraphs", strings.Split(strings.Join(prose(words, 400), " "), " "), prose(words, 400)},
	} {
		old, new := strings.Join(test.old, " "), strings.Join(test.new, " ")
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		changes := essay.Diff(old, new)
		runtime.ReadMemStats(&after)
		used := after.TotalAlloc - before.TotalAlloc
		if gotOld, gotNew := whole(t, changes); gotOld != old || gotNew != new {
			t.Errorf("%s: something was lost", test.name)
		}
		if used > mostMemory {
			t.Errorf("%s: %d bytes were used", test.name, used)
		}
		t.Logf("%s: %d KB, %d changes", test.name, used>>10, len(changes))
	}
}
