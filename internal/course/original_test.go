package course_test

import (
	"strings"
	"testing"

	"dossier/internal/course"
)

// A course with the originals of a school shows them beside our report; the words that students pick are found in them
// where the author speaks. The course itself, and the record of what was served, stay as they are.
func TestWithOriginals(t *testing.T) {
	c := compiled(t, withBench(t).content())
	before, err := c.Versions()
	if err != nil {
		t.Fatal(err)
	}
	const text = "Dear Anna,\n\nIt was a COLD,\nand early <day>, and I saw that few people came out.\n\nYours"
	with := c.WithOriginals(map[string]string{"demo-source": text, "no-such-source": "x"})
	source, err := with.Source("demo-source")
	if err != nil {
		t.Fatal(err)
	}
	const set = "<p>Dear Anna,</p><p>It was a COLD,<br>and early &lt;day&gt;, and I saw that few people came out.</p>" +
		"<p>Yours</p>"
	if string(source.Original) != set {
		t.Errorf("the original is\n%s, want\n%s", source.Original, set)
	}
	b, err := with.Bench("demo-bench")
	if err != nil {
		t.Fatal(err)
	}
	letter, picked := b.Text("demo-source"), map[string]string{}
	for place, pieces := range map[string][]course.Passage{"original": letter.Original, "report": letter.Passages} {
		all := ""
		for _, p := range pieces {
			all += string(p.HTML)
			if p.Quote >= 0 {
				picked[letter.Phrases[p.Quote].Quote] += place
			}
		}
		if place == "original" && all != set {
			t.Errorf("the pieces of the original are %s", all)
		}
	}
	for quote, want := range map[string]string{"it was a cold": "original", "early day": "original",
		"few people came out": "original"} {
		if picked[quote] != want {
			t.Errorf("%q is picked in %q, want %q", quote, picked[quote], want)
		}
	}
	if all := strings.Join(b.Readings(), "|"); !strings.Contains(all, "Dear Anna") {
		t.Errorf("exact words of the original are not known as such: %s", all)
	}
	if b.Text("late-source").Original != nil {
		t.Error("a source without an original has one")
	}
	plain, err := c.Source("demo-source")
	if err != nil || plain.Original != nil {
		t.Errorf("the course was changed (%v)", err)
	}
	after, err := with.Versions()
	if err != nil || len(before) != len(after) {
		t.Fatal(len(before), len(after), err)
	}
	for i := range before {
		if before[i] != after[i] {
			t.Errorf("%v became %v", before[i], after[i])
		}
	}
}

// The anchors of the course that ships are complete enough to tell one extract from another.
func TestAnchorsOfTheCourse(t *testing.T) {
	sources := map[string]bool{}
	for _, a := range builtIn(t).Anchors() {
		sources[a.Source] = true
		if a.Sig == "" || len(a.Inner) == 0 {
			t.Errorf("%s: the extract from %q has no signature or no words from inside", a.Source, a.From)
		}
	}
	if len(sources) != 39 {
		t.Errorf("%d sources can be recognised, want 39", len(sources))
	}
}
